// SPDX-License-Identifier: MIT
// The duration that MP4 and QuickTime files state.
#include "shm-matte/movie_header.hpp"

#include <algorithm>

#include "common/gst.hpp"
#include "shm-matte/file_numbers.hpp"
#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

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
  std::optional<HeaderFile> opened = open_headers(path);
  if (!opened) return std::nullopt;
  auto& [file, size] = *opened;
  const std::optional<Box> header = find_box(file, {0, size}, {code("moov"), code("mvhd")});
  if (!header) return std::nullopt;
  const bool wide = number_at(file, header->begin, 1) == 1;
  const std::uint64_t scale = number_at(file, header->begin + (wide ? 20 : 12), 4);
  const std::uint64_t place = header->begin + (wide ? 24 : 16);
  const std::uint64_t width = wide ? 8 : 4;
  if (scale == 0) return std::nullopt;
  const std::uint64_t duration = number_at(file, place, width);
  return MovieDuration{gst_util_uint64_scale(duration, GST_SECOND, scale), place, width};
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
