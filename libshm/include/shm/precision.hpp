// SPDX-License-Identifier: MIT
// What networks compute with.
#pragma once

#include <string>

#include "shm/api.hpp"

namespace shm {

/// What a network computes with, or what its weights are kept in.
enum class Precision { automatic, fp32, bf16, fp16, int8 };

/// "auto", "fp32", "bf16", "fp16", "int8"; parse throws InvalidOption.
SHM_API Precision parse_precision(const std::string& text);
SHM_API std::string to_string(Precision precision);

}  // namespace shm
