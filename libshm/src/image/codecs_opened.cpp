// SPDX-License-Identifier: MIT
// The codecs in a library of their own, which is opened when the first picture is met.
#include <dlfcn.h>

#include "base/neighbour.hpp"
#include "image/codecs.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

const Codecs& opened() {
  const Neighbour library = open_neighbour("libshmmatting-codecs.so.0", "SHM_CODECS_LIBRARY");
  if (library.handle == nullptr)
    throw Error(std::string("pictures cannot be read or written: ") + dlerror() +
                "; build or install shmmatting anew");
  auto* const function = reinterpret_cast<CodecsFunction>(library.symbol(codecs_symbol));
  if (function == nullptr)
    throw Error(library.file.string() + " is of another version: build or install it anew");
  return *function();
}

}  // namespace

const Codecs& codecs() {
  static const Codecs& library = opened();
  return library;
}

}  // namespace shm
