// SPDX-License-Identifier: MIT
// Keeps memory between steps.
#pragma once

namespace shm {

/// Has the C library keep what large tensors leave for the tensors of the next step. It would give
/// it back instead, and the kernel would zero it again page by page: a fifth of a step's time. For
/// the whole process, whose memory then never shrinks.
void keep_memory();

}  // namespace shm
