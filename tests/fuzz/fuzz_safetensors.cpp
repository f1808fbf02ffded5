// SPDX-License-Identifier: MIT
// Bytes of any kind as a model file, with and without memory: no crash, no read beyond the end.
#include <cstdint>
#include <cstdlib>
#include <numeric>

#include "model/safetensors.hpp"
#include "scarcely.hpp"
#include "shm/error.hpp"
#include "shm/model.hpp"

namespace {

/// Reads every byte, so that a view beyond the file shows under AddressSanitizer.
void check_views(const shm::Safetensors& model) {
  for (const auto& [name, tensor] : model.tensors()) {
    const auto sum = std::accumulate(tensor.bytes.begin(), tensor.bytes.end(), 0U,
                                     [](unsigned all, std::byte b) { return all + unsigned(b); });
    const bool possible = sum <= 255U * tensor.bytes.size();
    if (!possible || tensor.bytes.size() != byte_count(tensor.dtype, tensor.shape)) std::abort();
  }
}

void read_model(std::span<const std::uint8_t> bytes) {
  try {
    const auto model = shm::Safetensors::over(std::as_bytes(bytes), "fuzzed");
    check_views(model);
    shm::ModelMetadata::parse(model.metadata());
  } catch (const shm::BadModel&) {
    return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  shm::plentifully_and_scarcely(read_model, {data, size});
  return 0;
}
