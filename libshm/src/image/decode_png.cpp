// SPDX-License-Identifier: MIT
// Pixels of a PNG, by libpng.
#include <png.h>

#include <csetjmp>
#include <cstring>
#include <new>

#include "image/decoders.hpp"
#include "image/size_text.hpp"

namespace shm {
namespace {

/// What libpng is to make of the file's channels.
struct Wish {
  bool gray, alpha;
};

/// Grey alone that is clear at one value stays grey.
Wish wish_for(Channels wanted, int type, bool clear_colors) {
  const bool colored = (type & PNG_COLOR_MASK_COLOR) != 0;
  const bool alpha = (type & PNG_COLOR_MASK_ALPHA) != 0 || (colored && clear_colors);
  if (wanted == Channels::all) return {!colored && !alpha, alpha};
  return {wanted == Channels::gray, false};
}

/// One that goes however its reading ends.
class Decoder {
 public:
  explicit Decoder(std::string_view content) : rest_(content) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
  }
  ~Decoder() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// Where libpng goes when it gives up.
  std::jmp_buf& refused() { return refused_; }

  void read(Channels wanted, cv::Mat& pixels) {
    if (info_ == nullptr) throw std::bad_alloc();
    png_set_read_fn(png_, this, on_read);
    png_read_info(png_, info_);
    if (!is_readable_size(png_get_image_width(png_, info_), png_get_image_height(png_, info_)))
      return;
    ask_for(wanted);
    const int passes = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    make_room(pixels);
    for (int pass = 0; pass < passes; ++pass)
      for (int y = 0; y < pixels.rows; ++y)
        png_read_row(png_, pixels.ptr(y), nullptr);
    png_read_end(png_, nullptr);
  }

 private:
  [[noreturn]] static void on_error(png_structp png, png_const_charp /*message*/) {
    std::longjmp(static_cast<Decoder*>(png_get_error_ptr(png))->refused_, 1);  // NOLINT
  }
  static void on_warning(png_structp /*png*/, png_const_charp /*message*/) {}
  static void on_read(png_structp png, png_bytep target, std::size_t size) {
    std::string_view& rest = static_cast<Decoder*>(png_get_io_ptr(png))->rest_;
    if (size > rest.size()) png_error(png, "cut short");
    std::memcpy(target, rest.data(), size);
    rest.remove_prefix(size);
  }

  void ask_for(Channels wanted) {
    const int type = png_get_color_type(png_, info_);
    const Wish wish = wish_for(wanted, type, png_get_valid(png_, info_, PNG_INFO_tRNS) != 0);
    png_set_swap(png_);  // its words begin with their high byte
    if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png_);
    if (type == PNG_COLOR_TYPE_GRAY) png_set_expand_gray_1_2_4_to_8(png_);
    if (wish.alpha)
      png_set_tRNS_to_alpha(png_);
    else
      png_set_strip_alpha(png_);
    if (wish.gray) {
      constexpr int silently = 1;
      png_set_rgb_to_gray(png_, silently, 0.299, 0.587);
    } else {
      png_set_gray_to_rgb(png_);
      png_set_bgr(png_);
    }
  }

  void make_room(cv::Mat& pixels) const {
    const int depth = png_get_bit_depth(png_, info_) == 16 ? CV_16U : CV_8U;
    pixels.create(int(png_get_image_height(png_, info_)), int(png_get_image_width(png_, info_)),
                  CV_MAKETYPE(depth, png_get_channels(png_, info_)));
  }

  std::string_view rest_;
  std::jmp_buf refused_{};
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

}  // namespace

cv::Mat decode_png(std::string_view content, Channels wanted) {
  cv::Mat pixels;
  Decoder decoder(content);
  if (setjmp(decoder.refused()) != 0) return {};  // NOLINT: libpng wants not to be returned to
  decoder.read(wanted, pixels);
  return pixels;
}

}  // namespace shm
