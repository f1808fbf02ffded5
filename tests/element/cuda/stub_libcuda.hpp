// SPDX-License-Identifier: MIT
// Stands in for NVIDIA's driver as gst-cuda opens it: a GPU whose memory is the machine's, and that
// fails when told to.
#pragma once

#include <map>
#include <string>

namespace shm::stub_libcuda {

/// `call`, as cuda.h names it, works `after` times and fails the next `times`.
void fail(const std::string& call, int after = 0, int times = 1);
/// No call fails any more, and none was made.
void restart();
/// How often each call was made.
std::map<std::string, int> calls();
/// What was allocated or made, and is there still.
int things_left();

}  // namespace shm::stub_libcuda
