// SPDX-License-Identifier: MIT
// The C library's memory: counted, and refused when a test says so. Sanitizers have their own.
#pragma once

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SHM_WATCHES_MEMORY

namespace watched_memory {

/// Calls of malloc and posix_memalign so far, and of who asks for aligned memory.
int allocations();

/// While it lives, one of these calls fails: that of that number from 0, by any thread, of those
/// for 16 KiB or more, since a machine lacks megabytes before it lacks bytes. oneDNN's own do not
/// count: it crashes without (2.7, dnnl_post_ops_create).
class FailingAllocation {
 public:
  explicit FailingAllocation(int number);
  ~FailingAllocation();
  FailingAllocation(const FailingAllocation&) = delete;
  FailingAllocation& operator=(const FailingAllocation&) = delete;

  bool happened() const;
};

}  // namespace watched_memory

#endif
