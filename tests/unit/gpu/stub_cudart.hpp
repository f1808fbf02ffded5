// SPDX-License-Identifier: MIT
// Stands in for CUDA's run-time: a GPU whose memory is the machine's, and that fails when told to.
#pragma once

namespace shm::stub_cudart {

/// That many calls work, the next one fails; freeing always works.
void fail_after(int calls);
/// What was allocated or made, and is there still.
int things_left();

}  // namespace shm::stub_cudart
