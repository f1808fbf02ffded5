// SPDX-License-Identifier: MIT
// What libjpeg does where it cannot go on.
#pragma once

#include <csetjmp>
#include <cstdio>

// It needs the types of <cstdio> before it.
#include <jpeglib.h>

namespace shm {

/// It leaves for `refused`, and writes nothing to standard error, where it else says even of sound
/// pictures what it met.
struct JpegErrors {
  explicit JpegErrors(void (*on_message)(j_common_ptr codec, int level)) {
    jpeg_std_error(&manager);
    manager.error_exit = leave;
    manager.emit_message = on_message;
  }

  static JpegErrors& of(j_common_ptr codec) {
    return *reinterpret_cast<JpegErrors*>(codec->err);  // NOLINT: C's way of inheriting
  }

  jpeg_error_mgr manager{};  // first: libjpeg hands out a pointer to it
  std::jmp_buf refused{};
  bool damaged = false;

 private:
  [[noreturn]] static void leave(j_common_ptr codec) {
    std::longjmp(of(codec).refused, 1);  // NOLINT: libjpeg wants not to be returned to
  }
};

}  // namespace shm
