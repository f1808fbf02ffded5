#pragma once

#include <memory>

namespace shm {

/// Keeps the memory of a frame's tensors for the next frame's. Without it a large tensor is mapped,
/// zeroed page by page and unmapped by the kernel every time, which cost a quarter of the network's
/// time in fp32.
class FrameMemory {
 public:
  FrameMemory();

  /// While it lives, tensors that this thread makes on the CPU take their memory from here. They
  /// may outlive it, and die on any thread.
  class Use {
   public:
    explicit Use(const FrameMemory& memory);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
  };

  /// Returns to the system what no tensor holds: frames of another size need other blocks.
  void release_unused();

  /// Bytes that no tensor holds.
  std::size_t unused() const;

  class Pool;

 private:
  std::shared_ptr<Pool> pool_;
};

}  // namespace shm
