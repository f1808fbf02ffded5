#include "image/jpeg.hpp"

#include <cstddef>
#include <cstdint>

namespace shm {
namespace {

// ITU-T T.81, table B.1.
constexpr std::uint8_t start_of_image = 0xD8;
constexpr std::uint8_t end_of_image = 0xD9;
constexpr std::uint8_t start_of_scan = 0xDA;
constexpr std::uint8_t temporary = 0x01;

constexpr bool is_restart(std::uint8_t marker) {
  return marker >= 0xD0 && marker <= 0xD7;
}
constexpr bool stands_alone(std::uint8_t marker) {
  return marker == start_of_image || marker == temporary || is_restart(marker);
}

/// Walks from marker to marker.
class Markers {
 public:
  explicit Markers(std::string_view bytes) : bytes_(bytes) {}

  /// The next marker's code, or 0 where the bytes end before one.
  std::uint8_t next() {
    position_ = bytes_.find('\xFF', position_);
    while (byte(position_) == 0xFF)
      ++position_;  // fill bytes
    return byte(position_++);
  }

  /// Past the segment that follows a marker: two bytes of length, which count themselves.
  void skip_segment() { position_ += std::size_t(byte(position_)) << 8 | byte(position_ + 1); }

  /// Up to the marker that ends a scan's entropy-coded data, where FF 00 is a byte of data.
  void skip_scan_data() {
    do {
      position_ = bytes_.find('\xFF', position_);
      if (position_ == std::string_view::npos) return;
      const std::uint8_t code = byte(position_ + 1);
      if (code != 0 && !is_restart(code)) return;
      position_ += 2;
    } while (true);
  }

 private:
  std::uint8_t byte(std::size_t at) const {
    return at < bytes_.size() ? std::uint8_t(bytes_[at]) : 0;
  }

  std::string_view bytes_;
  std::size_t position_ = 0;
};

}  // namespace

bool is_jpeg(std::string_view bytes) {
  return bytes.starts_with("\xFF\xD8\xFF");
}

bool jpeg_is_whole(std::string_view bytes) {
  Markers markers(bytes);
  while (const std::uint8_t marker = markers.next()) {
    if (marker == end_of_image) return true;
    if (stands_alone(marker)) continue;
    markers.skip_segment();
    if (marker == start_of_scan) markers.skip_scan_data();
  }
  return false;
}

}  // namespace shm
