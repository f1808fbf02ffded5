// SPDX-License-Identifier: MIT
// The one pool of threads of the process.
#pragma once

#include <chrono>
#include <cstdint>

namespace shm {

/// A part of some work, told by its number.
using PieceFunction = void (*)(const void* work, std::int64_t piece);

/// Calls `call(work, i)` for every i in 0..pieces, each once, in no order, on the calling thread
/// and up to `threads` - 1 others, no more of them than cores; returns when all have ended. What
/// the first failing call throws is thrown here; pieces that nobody has begun by then are left out.
///
/// The caller takes pieces itself and never waits for one that nobody has begun, so it makes
/// progress whoever else holds the pool, from within a piece as well. Whoever has to wait spins for
/// at most 50 microseconds, more than quiet machines need, and then sleeps: the thread that it
/// waits for may need its core. Several callers share the pool's threads; together they use no more
/// than there are cores.
void run_pieces(std::int64_t pieces, int threads, const void* work, PieceFunction call);

/// Processor time that the calling thread has used so far, and others in run_pieces for it.
std::chrono::nanoseconds processor_time();

}  // namespace shm
