// SPDX-License-Identifier: MIT
// Safetensors files made by hand, sound ones and others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "model/safetensors.hpp"

/// A safetensors file in memory, as a header says and as no writer of ours would make it.
inline std::vector<std::byte> safetensors_file(const std::string& header,
                                               const std::vector<std::byte>& data) {
  const std::uint64_t length = header.size();
  std::vector<std::byte> file(sizeof length + header.size() + data.size());
  std::memcpy(file.data(), &length, sizeof length);
  std::memcpy(file.data() + sizeof length, header.data(), header.size());
  if (!data.empty())
    std::memcpy(file.data() + sizeof length + header.size(), data.data(), data.size());
  return file;
}

template <typename Element>
std::vector<std::byte> bytes_of(const std::vector<Element>& elements) {
  const auto bytes = std::as_bytes(std::span(elements));
  return {bytes.begin(), bytes.end()};
}
