#include "harness/conformance/catalogue/catalogue.hpp"

#include <iterator>

#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

void add(std::vector<Case>& all, std::vector<Case> some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

std::vector<Case> server_handshake_cases() {
  std::vector<Case> all;
  add(all, handshake_request_cases());   // RFC 6455 §4.2.1
  add(all, handshake_line_cases());      // item 1
  add(all, handshake_host_cases());      // items 2 and 7
  add(all, handshake_field_cases());     // items 3 to 6, §4.3
  add(all, handshake_token_cases());     // items 3 to 5
  add(all, handshake_version_cases());   // item 6, §4.4
  add(all, handshake_grammar_cases());   // item 10, RFC 9110 §5, RFC 9112 §5
  add(all, handshake_response_cases());  // §4.2.2
  add(all, handshake_offer_cases());     // §4.3, §9.1
  add(all, handshake_kind_cases());
  add(all, handshake_content_cases());  // §4.1, RFC 9112 §6
  add(all, handshake_refusal_cases());  // RFC 9112 §6.3, §9.6
  return all;
}

std::vector<Case> client_handshake_cases() {
  std::vector<Case> all;
  add(all, handshake_target_cases());       // RFC 6455 §3
  add(all, handshake_status_cases());       // §4.1
  add(all, handshake_status_line_cases());  // RFC 9112 §4
  add(all, handshake_answer_cases());       // RFC 6455 §4.1
  add(all, handshake_answer_list_cases());  // §4.1, §9.1
  add(all, handshake_answer_grammar_cases());
  add(all, handshake_answer_frame_cases());  // §4.2.2
  return all;
}

std::vector<Case> make_catalogue(Role peer) {
  std::vector<Case> all;
  add(all, peer == Role::server ? server_handshake_cases() : client_handshake_cases());
  add(all, handshake_cut_cases(peer));
  add(all, masking_cases(peer));                                                          // RFC 6455 §5.1
  add(all, length_cases(peer));                                                           // §5.2
  add(all, length_form_cases(peer));                                                      // §5.2
  add(all, reserved_bit_cases(peer));                                                     // §5.2
  add(all, opcode_cases(peer));                                                           // §5.2
  add(all, fragmentation_cases(peer));                                                    // §5.4
  add(all, fragmentation_order_cases(peer));                                              // §5.4
  add(all, fragmentation_control_cases(peer));                                            // §5.4
  add(all, control_fault_cases(peer));                                                    // §5.5
  add(all, control_cases(peer));                                                          // §5.5
  add(all, close_cases(peer));                                                            // §5.5.1, §7.1
  add(all, close_code_cases(peer));                                                       // §7.4
  add(all, failure_cases(peer));                                                          // §7.1.7
  add(all, utf8_cases(peer));                                                             // §8.1
  add(all, peer == Role::server ? deflate_negotiation_cases() : deflate_answer_cases());  // RFC 7692 §5, §7.1
  add(all, deflate_framing_cases(peer));                                                  // §6, §7.2.3
  add(all, deflate_stream_cases(peer));                                                   // §7.2
  add(all, deflate_window_cases(peer));                                                   // §7.1, §7.2
  add(all, deflate_corrupt_cases(peer));                                                  // §7.2.2
  add(all, deflate_exchange_cases(peer));
  add(all, tls_cases(peer));  // RFC 8446
  add(all, slow_cases(peer));
  add(all, exhaustion_opening_cases(peer));  // RFC 6455 §10.4
  add(all, exhaustion_cases(peer));          // RFC 6455 §10.4, §10.7
  add(all, performance_cases(peer));
  for (auto& test : all) test.title = spelled_out(test.title);
  return all;
}

}  // namespace

const std::vector<Case>& catalogue(Role peer) {
  static const std::vector<Case> for_servers = make_catalogue(Role::server);
  static const std::vector<Case> for_clients = make_catalogue(Role::client);
  return peer == Role::server ? for_servers : for_clients;
}

}  // namespace parley::conformance
