// SPDX-License-Identifier: MIT
// The colours that MP4 and QuickTime files state.
#include "shm-matte/movie_colors.hpp"

#include <algorithm>

#include "shm-matte/movie_track.hpp"

namespace shm::tools {
namespace {

/// What says how the track's pictures are coded, without its numbers.
std::optional<Box> find_entry(std::istream& file, const Box& track) {
  constexpr std::uint64_t before_entries = 8, numbers = 78;
  const std::optional<Box> box =
      find_box(file, track, {code("mdia"), code("minf"), code("stbl"), code("stsd")});
  if (!box) return box;
  const Box entry = box_at(file, box->begin + before_entries);
  return Box{entry.begin + numbers, std::min(entry.end, box->end)};
}

/// Of a box "colr" that names them by numbers: others hold an ICC profile.
std::optional<GstVideoColorimetry> named_colors(std::istream& file, const Box& box) {
  const std::uint64_t kind = number_at(file, box.begin, 4);
  if (kind != code("nclc") && kind != code("nclx")) return std::nullopt;
  const auto number = [&](std::uint64_t place) {
    return guint(number_at(file, box.begin + 4 + 2 * place, 2));
  };
  const bool full = kind == code("nclx") && number_at(file, box.begin + 10, 1) >> 7U != 0;
  return GstVideoColorimetry{full ? GST_VIDEO_COLOR_RANGE_0_255 : GST_VIDEO_COLOR_RANGE_UNKNOWN,
                             gst_video_color_matrix_from_iso(number(2)),
                             gst_video_transfer_function_from_iso(number(1)),
                             gst_video_color_primaries_from_iso(number(0))};
}

std::optional<GstVideoColorimetry> colors_of(std::istream& file, Box entry) {
  while (const std::optional<Box> box = find_box(file, entry, code("colr"))) {
    if (const auto colors = named_colors(file, *box)) return colors;
    entry.begin = box->end;
  }
  return std::nullopt;
}

/// As Avid's codecs say it, in a box of their own.
bool is_of_full_range(std::istream& file, const Box& entry) {
  constexpr std::uint64_t before_range = 8, full = 2;
  const std::optional<Box> box = find_box(file, entry, code("ACLR"));
  return box && number_at(file, box->begin + before_range, 4) == full;
}

std::optional<Box> find_entry_of(std::istream& file, std::uint64_t size, const std::string& id) {
  const std::optional<Box> track = find_track(file, size, id);
  return track ? find_entry(file, *track) : track;
}

}  // namespace

std::optional<GstVideoColorimetry> movie_colors(const std::filesystem::path& path,
                                                const std::string& id) {
  std::optional<HeaderFile> opened = open_headers(path);
  if (!opened) return std::nullopt;
  auto& [file, size] = *opened;
  const std::optional<Box> entry = find_entry_of(file, size, id);
  if (!entry) return std::nullopt;
  std::optional<GstVideoColorimetry> colors = colors_of(file, *entry);
  if (!is_of_full_range(file, *entry)) return colors;
  if (!colors) colors.emplace(GstVideoColorimetry{});
  colors->range = GST_VIDEO_COLOR_RANGE_0_255;
  return colors;
}

}  // namespace shm::tools
