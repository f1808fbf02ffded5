// SPDX-License-Identifier: MIT
// What a PNM's header tells.
#pragma once

#include <string>

namespace shm {

/// The number that stands for white in a PNM whose samples are bytes or words; 0 where they are
/// digits or bits, which the decoder brings to all bits itself.
int pnm_white(const std::string& content);

/// Whether it has its end; of one of digits that cannot be told before it is decoded.
bool pnm_is_whole(const std::string& content);

}  // namespace shm
