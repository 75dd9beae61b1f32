// Small changes to header fields that a lie about a handshake needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/extension.hpp"
#include "protocol/http_message.hpp"

namespace parley::protocol::faulty {

void remove_field(HttpFields& fields, std::string_view name);

/// What a client without the fault `…_two_…` would trip over: keeps the first of several.
void keep_first(HttpFields& fields, const std::string& name);

/// The extensions that the field lists; none when it is absent or malformed.
[[nodiscard]] std::vector<Extension> listed_extensions(const HttpFields& fields);
void list_extensions(HttpFields& fields, const std::vector<Extension>& extensions);

}  // namespace parley::protocol::faulty
