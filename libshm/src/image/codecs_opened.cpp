// SPDX-License-Identifier: MIT
// The codecs in a library of their own, which is opened when the first picture is met.
#include "base/neighbour.hpp"
#include "image/codecs.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

const Codecs& opened() {
  try {
    return *neighbour_function<CodecsFunction>("libshmmatting-codecs.so.0", "SHM_CODECS_LIBRARY",
                                               codecs_symbol)();
  } catch (const Error& error) {
    throw Error(std::string("pictures cannot be read or written: ") + error.what() +
                "; build or install shmmatting anew");
  }
}

}  // namespace

const Codecs& codecs() {
  static const Codecs& library = opened();
  return library;
}

}  // namespace shm
