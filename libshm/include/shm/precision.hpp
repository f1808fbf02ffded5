// SPDX-License-Identifier: MIT
// What networks compute with.
#pragma once

#include <array>
#include <string>

#include "shm/api.hpp"
#include "shm/option.hpp"

namespace shm {

/// What a network computes with, or what its weights are kept in.
enum class Precision { automatic, fp32, bf16, fp16, int8 };

template <>
inline constexpr std::array choices<Precision> = {
    Choice<Precision>{Precision::automatic, "auto", "What the device does fastest and well"},
    Choice<Precision>{Precision::fp32, "fp32", "32-bit floating point"},
    Choice<Precision>{Precision::bf16, "bf16", "16-bit brain floating point"},
    Choice<Precision>{Precision::fp16, "fp16", "16-bit floating point"},
    Choice<Precision>{Precision::int8, "int8", "8-bit whole numbers, of a calibrated model"},
};

/// "auto", "fp32", "bf16", "fp16", "int8"; parse throws InvalidOption.
SHM_API Precision parse_precision(const std::string& text);
SHM_API std::string to_string(Precision precision);

}  // namespace shm
