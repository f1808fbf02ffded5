// SPDX-License-Identifier: MIT
// What libjpeg meets on its way through a JPEG's coded data.
#include "image/jpeg_damage.hpp"

#include <csetjmp>
#include <cstdio>

// It needs the types of <cstdio> before it.
#include <jpeglib.h>
// And this needs it.
#include <jerror.h>

#include <vector>

namespace shm {
namespace {

struct Errors {
  jpeg_error_mgr manager;  // first: libjpeg hands out a pointer to it
  std::jmp_buf refused;
  bool damaged;
};

Errors& errors_of(j_common_ptr decoder) {
  return *reinterpret_cast<Errors*>(decoder->err);  // NOLINT: C's way of inheriting
}

/// What cannot be read at all is for the decoder to say.
void on_error(j_common_ptr decoder) {
  std::longjmp(errors_of(decoder).refused, 1);  // NOLINT: libjpeg wants not to be returned to
}

void on_message(j_common_ptr decoder, int level) {
  if (level >= 0) return;  // a trace
  switch (decoder->err->msg_code) {
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_HIT_MARKER:
    case JWRN_MUST_RESYNC:
    case JWRN_JPEG_EOF: errors_of(decoder).damaged = true; break;
    default: break;
  }
}

/// Reads all of its codes and makes as few pixels of them as can be.
void read_through(jpeg_decompress_struct& decoder, std::vector<JSAMPLE>& row) {
  jpeg_read_header(&decoder, TRUE);
  decoder.scale_denom = 8;
  decoder.do_fancy_upsampling = FALSE;
  decoder.out_color_space = decoder.jpeg_color_space;
  jpeg_start_decompress(&decoder);
  row.resize(std::size_t(decoder.output_width) * std::size_t(decoder.output_components));
  for (JSAMPROW at = row.data(); decoder.output_scanline < decoder.output_height;)
    jpeg_read_scanlines(&decoder, &at, 1);
  jpeg_finish_decompress(&decoder);
}

}  // namespace

bool jpeg_is_damaged(std::string_view content) {
  std::vector<JSAMPLE> row;  // out here, where no jump passes it over
  jpeg_decompress_struct decoder{};
  Errors errors{};
  decoder.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = on_error;
  errors.manager.emit_message = on_message;
  if (setjmp(errors.refused) == 0) {  // NOLINT
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, reinterpret_cast<const unsigned char*>(content.data()), content.size());
    read_through(decoder, row);
  }
  jpeg_destroy_decompress(&decoder);
  return errors.damaged;
}

}  // namespace shm
