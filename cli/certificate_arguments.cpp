#include "cli/certificate_arguments.hpp"

namespace parley::cli {

void add_certificate_arguments(CLI::App& command, bool& tls, net::ServerTlsOptions& certificate) {
  command.add_flag("--tls", tls, "wss, with a self-signed certificate unless --cert names one")->group("Network");
  auto* const chain = command.add_option("--cert", certificate.certificate_file, "certificate chain, PEM");
  auto* const key = command.add_option("--key", certificate.key_file, "private key, PEM");
  chain->type_name("FILE")->needs(key)->group("Network");
  key->type_name("FILE")->needs(chain)->group("Network");
}

}  // namespace parley::cli
