// SPDX-License-Identifier: MIT
// The C library's memory: counted, and refused when a test says so. Sanitizers have their own.
#pragma once

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SHM_WATCHES_MEMORY

#include "failing_allocation.hpp"

namespace watched_memory {

/// Calls of malloc and posix_memalign so far, and of who asks for aligned memory.
int allocations();

// FailingAllocation counts those of these calls that are for 16 KiB or more, since a machine lacks
// megabytes before it lacks bytes. oneDNN's own do not count: it crashes without (2.7,
// dnnl_post_ops_create).

}  // namespace watched_memory

#endif
