// SPDX-License-Identifier: MIT
// Texts of any kind as a model's metadata, "NAME=VALUE" a line: refused, or written back the same.
#include <cstdint>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>

#include "scarcely.hpp"
#include "shm/error.hpp"
#include "shm/model.hpp"

namespace {

using Fields = std::map<std::string, std::string>;

Fields fields_of(std::span<const std::uint8_t> bytes) {
  std::istringstream lines(std::string(bytes.begin(), bytes.end()));
  Fields fields;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = std::min(line.find('='), line.size());
    fields[line.substr(0, equals)] = line.substr(std::min(equals + 1, line.size()));
  }
  return fields;
}

void read_metadata(std::span<const std::uint8_t> bytes) {
  try {
    const auto metadata = shm::ModelMetadata::parse(fields_of(bytes));
    const Fields written = metadata.fields();
    if (shm::ModelMetadata::parse(written).fields() != written) std::abort();
    if (metadata.size_multiple % metadata.least_multiple() != 0) std::abort();
  } catch (const shm::BadModel&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  shm::plentifully_and_scarcely(read_metadata, {data, size});
  return 0;
}
