// SPDX-License-Identifier: MIT
// What the headers of video files state: duration and size.
#include "shm-matte/movie_header.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <string>

#include "shm-matte/gst.hpp"
#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

struct Box {
  std::uint64_t begin;  ///< of what is in it
  std::uint64_t end;
};

/// A big-endian number; 0 behind the end of the file.
std::uint64_t number_at(std::istream& file, std::uint64_t offset, std::uint64_t size) {
  std::array<unsigned char, 8> bytes{};
  file.clear();
  file.seekg(std::streamoff(offset));
  file.read(reinterpret_cast<char*>(bytes.data()), std::streamsize(size));
  std::uint64_t number = 0;
  for (std::uint64_t i = 0; i < size; ++i)
    number = number << 8U | bytes[i];
  return number;
}

constexpr std::uint64_t code(const char (&name)[5]) {
  std::uint64_t number = 0;
  for (int i = 0; i < 4; ++i)
    number = number << 8U | static_cast<unsigned char>(name[i]);
  return number;
}

/// The box that begins at `offset`; one of no size where there is none.
Box box_at(std::istream& file, std::uint64_t offset) {
  const std::uint64_t size = number_at(file, offset, 4);
  if (size == 1) return {offset + 16, offset + number_at(file, offset + 8, 8)};
  return {offset + 8, offset + size};
}

std::optional<Box> find_box(std::istream& file, const Box& within, std::uint64_t name) {
  for (std::uint64_t offset = within.begin; offset < within.end;) {
    const Box box = box_at(file, offset);
    if (box.end < box.begin) return std::nullopt;
    if (number_at(file, offset + 4, 4) == name)
      return Box{box.begin, std::min(box.end, within.end)};
    offset = box.end;
  }
  return std::nullopt;
}

struct HiddenBytes {
  std::uint64_t begin;
  std::uint64_t end;
};

GstPadProbeReturn hide(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer hidden) {
  const auto& [begin, end] = *static_cast<HiddenBytes*>(hidden);
  GstBuffer* buffer = GST_BUFFER(info->data);
  const std::uint64_t first = std::max(begin, GST_BUFFER_OFFSET(buffer));
  const std::uint64_t last = std::min(end, GST_BUFFER_OFFSET(buffer) + gst_buffer_get_size(buffer));
  if (first >= last) return GST_PAD_PROBE_OK;
  buffer = gst_buffer_make_writable(buffer);
  gst_buffer_memset(buffer, first - GST_BUFFER_OFFSET(buffer), 0, last - first);
  info->data = buffer;
  return GST_PAD_PROBE_OK;
}

}  // namespace

std::optional<MovieDuration> find_movie_duration(const std::filesystem::path& path) {
  std::error_code none;
  const std::uintmax_t size = std::filesystem::file_size(path, none);
  std::ifstream file(path, std::ios::binary);
  if (none || !file) return std::nullopt;
  const std::optional<Box> movie = find_box(file, {0, size}, code("moov"));
  const std::optional<Box> header = movie ? find_box(file, *movie, code("mvhd")) : movie;
  if (!header) return std::nullopt;
  const bool wide = number_at(file, header->begin, 1) == 1;
  const std::uint64_t scale = number_at(file, header->begin + (wide ? 20 : 12), 4);
  const std::uint64_t place = header->begin + (wide ? 24 : 16);
  const std::uint64_t width = wide ? 8 : 4;
  if (scale == 0) return std::nullopt;
  const std::uint64_t duration = number_at(file, place, width);
  return MovieDuration{gst_util_uint64_scale(duration, GST_SECOND, scale), place, width};
}

std::uint64_t stated_size(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (number_at(file, 0, 4) == code("RIFF"))
    return 8 + GUINT32_SWAP_LE_BE(guint32(number_at(file, 4, 4)));
  if (number_at(file, 4, 4) != code("ftyp")) return 0;
  const std::uintmax_t size = std::filesystem::file_size(path);
  std::uint64_t end = 0;
  for (std::uint64_t next = 0; next < size; next = end) {
    end = box_at(file, next).end;
    if (end <= next) return 0;
  }
  return end;
}

void hide_movie_duration(GstElement* source, const std::filesystem::path& file) {
  const std::optional<MovieDuration> duration = find_movie_duration(file);
  if (!duration) return;
  const PadPtr pad(gst_element_get_static_pad(source, "src"));
  auto* hidden = new HiddenBytes{duration->offset, duration->offset + duration->size};
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, hide, hidden,
                    [](gpointer bytes) { delete static_cast<HiddenBytes*>(bytes); });
}

}  // namespace shm::tools
