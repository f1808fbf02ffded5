// SPDX-License-Identifier: MIT
// Opens libshmmatting.so when the element first needs it.
#pragma once

#include "shm/error.hpp"
#include "shm/library.hpp"

namespace shm {

/// libshmmatting.so, or what it needs, could not be loaded.
class LibraryError : public Error {
 public:
  using Error::Error;
};

/// Loads libshmmatting.so, and LibTorch with it, on the first call; it stays for the life of the
/// process. The environment variable SHM_LIBRARY names another file to load in its place.
/// Throws LibraryError.
const Library& load_library();

}  // namespace shm
