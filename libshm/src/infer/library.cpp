// SPDX-License-Identifier: MIT
// What hosts get that open the library late: Matter, Compositor, pixels.
#include "shm/library.hpp"

#include "base/thread_pool.hpp"
#include "shm/convert_video.hpp"

namespace {

double processor_ms() {
  return std::chrono::duration<double, std::milli>(shm::processor_time()).count();
}

}  // namespace

extern "C" SHM_API const shm::Library* shm_library_15() {
  static const shm::Library library = {
      shm::Matter::open, shm::open_gpu_matter, shm::Compositor::make,
      shm::blank,        shm::unpack_video,    shm::multiply_by_alpha,
      shm::hide_clear,   shm::pack_video,      shm::turn,
      processor_ms};
  return &library;
}
