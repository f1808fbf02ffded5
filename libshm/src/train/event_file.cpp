// SPDX-License-Identifier: MIT
// Writes what TensorBoard reads.

#include "train/event_file.hpp"

#include <unistd.h>

#include <array>
#include <bit>
#include <chrono>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "base/number_bytes.hpp"
#include "image/codecs.hpp"
#include "image/mat.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

/// CRC-32C (Castagnoli), reflected, as RFC 3720 has it.
constexpr std::array<std::uint32_t, 256> crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1) ^ (crc & 1 ? 0x82f63b78U : 0U);
    table[byte] = crc;
  }
  return table;
}();

/// TFRecord stores checksums rotated and shifted, so that a checksum of checksums stays sound.
std::uint32_t masked_crc(const std::string& bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const unsigned char byte : bytes)
    crc = (crc >> 8) ^ crc_table[(crc ^ byte) & 0xff];
  return std::rotr(~crc, 15) + 0xa282ead8U;
}

enum WireType : std::uint64_t { varint = 0, fixed64 = 1, delimited = 2, fixed32 = 5 };

std::string varint_bytes(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7)
    bytes.push_back(char(value | 0x80));
  bytes.push_back(char(value));
  return bytes;
}

std::string key(int field, WireType type) {
  return varint_bytes(std::uint64_t(field) << 3 | type);
}

std::string field(int number, std::int64_t value) {
  return key(number, varint) + varint_bytes(std::uint64_t(value));
}
std::string field(int number, const std::string& bytes) {
  return key(number, delimited) + varint_bytes(bytes.size()) + bytes;
}
std::string field(int number, float value) {
  return key(number, fixed32) + little_endian(std::bit_cast<std::uint32_t>(value));
}
std::string field(int number, double value) {
  return key(number, fixed64) + little_endian(std::bit_cast<std::uint64_t>(value));
}

double seconds_since_1970() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// Event: wall_time = 1, step = 2, then one of file_version = 3, summary = 5.
std::string event(std::int64_t step, int what, const std::string& content) {
  return field(1, seconds_since_1970()) + field(2, step) + field(what, content);
}

/// Summary: value = 1; its Value: tag = 1, simple_value = 2, image = 4.
std::string summary(std::int64_t step, const std::string& tag, const std::string& value) {
  return event(step, 5, field(1, field(1, tag) + value));
}

std::string png(const ImageView& rgb) {
  cv::Mat bgr;
  cv::cvtColor(as_mat(rgb), bgr, cv::COLOR_RGB2BGR);
  return codecs().encode(PictureType::png, bgr, usual_quality);
}

std::string file_name() {
  return "events.out.tfevents." + std::to_string(std::int64_t(seconds_since_1970())) +
         ".shm-train." + std::to_string(::getpid());
}

}  // namespace

EventFile::EventFile(const fs::path& folder, const OutdatedEvents& outdated)
    : file_(folder / file_name()) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) drop_events(folder, outdated);
  out_.open(file_, std::ios::binary | std::ios::app);
  write(event(0, 3, std::string("brain.Event:2")));
  flush();
}

void EventFile::scalar(const std::string& tag, std::int64_t step, double value) {
  write(summary(step, tag, field(2, float(value))));
}

void EventFile::picture(const std::string& tag, std::int64_t step, const ImageView& rgb) {
  constexpr std::int64_t color_channels = 3;
  const std::string content = field(1, std::int64_t(rgb.height)) +
                              field(2, std::int64_t(rgb.width)) + field(3, color_channels) +
                              field(4, png(rgb));
  write(summary(step, tag, field(4, content)));
}

void EventFile::flush() {
  out_.flush();
  if (!out_) throw WriteError("cannot write " + file_.string());
}

void EventFile::write(const std::string& event) {
  const std::string length = little_endian(std::uint64_t(event.size()));
  out_ << length << little_endian(masked_crc(length)) << event << little_endian(masked_crc(event));
}

}  // namespace shm
