// The faults of negotiating permessage-deflate (RFC 7692 §7.1), as changes to lists of extensions.
#pragma once

#include <optional>
#include <vector>

#include "protocol/deflate_options.hpp"
#include "protocol/extension.hpp"
#include "protocol/faulty/fault.hpp"

namespace parley::protocol::faulty {

/// Takes out of offers and answers alike what the fault overlooks in them.
void overlook_parameters(Fault fault, std::vector<Extension>& extensions);

/// Server: takes out of the client's offers what the fault does not see.
void overlook_offers(Fault fault, std::vector<Extension>& offers);

/// Server: spoils the answer to `offers`, and what follows from it.
void spoil_answer(Fault fault, const std::vector<Extension>& offers, std::vector<Extension>& answer,
                  std::optional<DeflateParameters>& agreed);

/// Client: spoils its offer.
void spoil_offer(Fault fault, std::vector<Extension>& offer);

[[nodiscard]] bool lists_deflate(const std::vector<Extension>& extensions);

}  // namespace parley::protocol::faulty
