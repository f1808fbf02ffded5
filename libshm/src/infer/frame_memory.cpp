#include "infer/frame_memory.hpp"

#include <limits>
#include <map>
#include <memory_resource>
#include <mutex>
#include <unordered_map>

#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>

namespace shm {

namespace {

struct FreeBytes {
  void operator()(void* bytes) const { c10::free_cpu(bytes); }
};

struct Block {
  std::size_t size = 0;
  std::unique_ptr<void, FreeBytes> bytes;
};

}  // namespace

class FrameMemory::Pool {
 public:
  Block take(std::size_t size) {
    const std::lock_guard lock(mutex_);
    const auto fitting = free_.lower_bound(size);
    // A block of more than twice the size waits for a tensor that needs it.
    if (fitting == free_.end() || fitting->first / 2 > size)
      return {size, std::unique_ptr<void, FreeBytes>(c10::alloc_cpu(size))};
    Block block{fitting->first, std::move(fitting->second)};
    free_.erase(fitting);
    return block;
  }

  void give_back(Block block) {
    const std::lock_guard lock(mutex_);
    free_.emplace(block.size, std::move(block.bytes));
  }

  void clear() {
    const std::lock_guard lock(mutex_);
    free_.clear();
  }

  std::size_t unused() const {
    const std::lock_guard lock(mutex_);
    std::size_t sum = 0;
    for (const auto& [size, bytes] : free_)
      sum += size;
    return sum;
  }

 private:
  mutable std::mutex mutex_;
  std::pmr::unsynchronized_pool_resource nodes_;  // so that the book costs a frame no allocation
  std::pmr::multimap<std::size_t, std::unique_ptr<void, FreeBytes>> free_{&nodes_};
};

namespace {

thread_local std::shared_ptr<FrameMemory::Pool> pool_in_use;

/// Blocks that tensors hold, by their first byte, and where they go afterwards.
class Leases {
 public:
  void* begin(const std::shared_ptr<FrameMemory::Pool>& pool, std::size_t size) {
    Lease lease{pool, pool->take(size)};
    void* const bytes = lease.block.bytes.get();
    const std::lock_guard lock(mutex_);
    leases_.emplace(bytes, std::move(lease));
    return bytes;
  }

  /// False where the bytes are of no pool.
  bool end(void* bytes) {
    Lease lease = remove(bytes);
    if (lease.pool == nullptr) return false;
    lease.pool->give_back(std::move(lease.block));
    return true;
  }

 private:
  struct Lease {
    std::shared_ptr<FrameMemory::Pool> pool;
    Block block;
  };

  Lease remove(void* bytes) {
    const std::lock_guard lock(mutex_);
    const auto found = leases_.find(bytes);
    if (found == leases_.end()) return {};
    Lease lease = std::move(found->second);
    leases_.erase(found);
    return lease;
  }

  std::mutex mutex_;
  std::pmr::unsynchronized_pool_resource nodes_;
  std::pmr::unordered_map<void*, Lease> leases_{&nodes_};
};

/// Stands before LibTorch's allocator, which serves everybody who uses no FrameMemory. LibTorch's
/// oneDNN wants memory that is freed knowing its first byte alone, hence the book of leases.
class PoolAllocator : public c10::Allocator {
 public:
  explicit PoolAllocator(c10::Allocator& general) : general_(general) {}

  /// The one of the process, in force from the first call on. It stays to the end, as tensors may.
  static PoolAllocator& installed() {
    static auto* const allocator = [] {
      auto* made = new PoolAllocator(*c10::GetCPUAllocator());
      c10::SetCPUAllocator(made, std::numeric_limits<std::uint8_t>::max());
      return made;
    }();
    return *allocator;
  }

  c10::DataPtr allocate(std::size_t size) override {
    const bool pooled = pool_in_use != nullptr && size > 0;
    void* const bytes = pooled ? leases_.begin(pool_in_use, size) : general_.raw_allocate(size);
    return {bytes, bytes, release, at::Device(at::kCPU)};
  }

  c10::DeleterFnPtr raw_deleter() const override { return release; }

  void copy_data(void* to, const void* from, std::size_t count) const override {
    default_copy_data(to, from, count);
  }

 private:
  static void release(void* bytes) {
    PoolAllocator& self = installed();
    if (bytes != nullptr && !self.leases_.end(bytes)) self.general_.raw_deallocate(bytes);
  }

  c10::Allocator& general_;
  Leases leases_;
};

}  // namespace

FrameMemory::FrameMemory() : pool_(std::make_shared<Pool>()) {
  PoolAllocator::installed();
}

FrameMemory::Use::Use(const FrameMemory& memory) {
  pool_in_use = memory.pool_;
}

FrameMemory::Use::~Use() {
  pool_in_use = nullptr;
}

void FrameMemory::release_unused() {
  pool_->clear();
}

std::size_t FrameMemory::unused() const {
  return pool_->unused();
}

}  // namespace shm
