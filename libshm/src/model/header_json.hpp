// SPDX-License-Identifier: MIT
// The JSON of a safetensors header, as names and fields.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shm {

/// What a safetensors header has of a name: texts, and lists of counts.
using HeaderFields = std::map<std::string, std::variant<std::string, std::vector<std::uint64_t>>>;

/// Reads JSON that is no other than that. Throws BadModel.
std::map<std::string, HeaderFields> read_header_json(std::string_view text);

/// A name from a file as it may stand in an error message: quoted, control characters escaped.
std::string quoted(const std::string& name);

}  // namespace shm
