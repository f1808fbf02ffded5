// SPDX-License-Identifier: MIT
// Has threads that wait sleep.
#pragma once

namespace shm::tools {

/// Has OpenMP's threads, on which LibTorch trains, sleep after some microseconds of waiting, unless
/// the environment has a wish of its own: while they spin for one that has no core, a step beside
/// one other busy program takes many times as long. The run-time reads its environment when the
/// process begins, so this one begins again.
void let_waiting_threads_sleep(char** argv);

}  // namespace shm::tools
