#include "harness/conformance/catalogue/catalogue.hpp"

#include <iterator>

namespace parley::conformance {
namespace {

void add(std::vector<Case>& all, std::vector<Case> some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

std::vector<Case> make_catalogue(Role peer) {
  std::vector<Case> all;
  if (peer == Role::server) {
    add(all, handshake_request_cases());   // RFC 6455 §4.2.1
    add(all, handshake_field_cases());     // §4.2.1, §4.3
    add(all, handshake_response_cases());  // §4.2.2
    add(all, masking_cases());             // §5.1
  }
  add(all, length_cases(peer));                                                           // §5.2
  add(all, reserved_bit_cases(peer));                                                     // §5.2
  add(all, opcode_cases(peer));                                                           // §5.2
  add(all, fragmentation_cases(peer));                                                    // §5.4
  add(all, control_cases(peer));                                                          // §5.5
  add(all, close_cases(peer));                                                            // §5.5.1, §7.1
  add(all, close_code_cases(peer));                                                       // §7.4
  add(all, utf8_cases(peer));                                                             // §8.1
  add(all, peer == Role::server ? deflate_negotiation_cases() : deflate_answer_cases());  // RFC 7692 §5, §7.1
  add(all, deflate_framing_cases(peer));                                                  // §6, §7.2.3
  add(all, deflate_stream_cases(peer));                                                   // §7.2
  add(all, deflate_window_cases(peer));                                                   // §7.1, §7.2
  add(all, deflate_corrupt_cases(peer));                                                  // §7.2.2
  add(all, deflate_exchange_cases(peer));
  add(all, exhaustion_opening_cases(peer));  // RFC 6455 §10.4
  add(all, exhaustion_cases(peer));          // RFC 6455 §10.4, §10.7
  add(all, performance_cases(peer));
  return all;
}

}  // namespace

const std::vector<Case>& catalogue(Role peer) {
  static const std::vector<Case> for_servers = make_catalogue(Role::server);
  static const std::vector<Case> for_clients = make_catalogue(Role::client);
  return peer == Role::server ? for_servers : for_clients;
}

}  // namespace parley::conformance
