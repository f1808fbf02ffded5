#include "shm/library.hpp"

extern "C" SHM_API const shm::Library* shm_library_4() {
  static const shm::Library library = {shm::Matter::open, shm::Compositor::make, shm::blank,
                                       shm::unpack_yuv};
  return &library;
}
