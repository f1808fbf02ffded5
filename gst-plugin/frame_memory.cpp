// SPDX-License-Identifier: MIT
// Whether a frame lies within its memory.
#include "frame_memory.hpp"

#include <algorithm>
#include <cstdint>

namespace shm {
namespace {

/// A plane's rows, of which the last may lack what pads the others.
struct Rows {
  std::int64_t bytes;
  std::int64_t stride;
  std::int64_t count;
};

/// Up to the last sample of a component.
std::int64_t bytes_of(const GstVideoFrame& frame, guint component) {
  const std::int64_t width = GST_VIDEO_FRAME_COMP_WIDTH(&frame, component);
  const std::int64_t step = GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, component);
  const int sample = (GST_VIDEO_FRAME_COMP_DEPTH(&frame, component) + 7) / 8;
  const bool in_each_pixel = GST_VIDEO_FORMAT_INFO_W_SUB(frame.info.finfo, component) == 0;
  const std::int64_t pixels = in_each_pixel ? width * step : 0;
  const auto end = (width - 1) * step + GST_VIDEO_FRAME_COMP_POFFSET(&frame, component) + sample;
  return std::max(pixels, std::int64_t(end));
}

/// Of a plane of samples. Where these have no place of their own, rows are as long as usual.
Rows rows_of(const GstVideoFrame& frame, guint plane, std::int64_t usual_stride) {
  constexpr std::int64_t palette_bytes = 256 * 4;
  if (GST_VIDEO_FORMAT_INFO_HAS_PALETTE(frame.info.finfo) && plane == GST_VIDEO_COMP_PALETTE)
    return {palette_bytes, 0, 1};
  const std::int64_t stride = GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane);
  Rows rows{0, stride, 1};
  for (guint i = 0; i < GST_VIDEO_FRAME_N_COMPONENTS(&frame); ++i) {
    if (guint(GST_VIDEO_FRAME_COMP_PLANE(&frame, i)) != plane) continue;
    rows.count = GST_VIDEO_FRAME_COMP_HEIGHT(&frame, i);
    if (GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, i) > 0)
      rows.bytes = std::max(rows.bytes, bytes_of(frame, i));
  }
  const bool complex = GST_VIDEO_FORMAT_INFO_IS_COMPLEX(frame.info.finfo) || rows.bytes == 0;
  if (complex) rows.bytes = std::min(std::abs(stride), usual_stride);
  return rows;
}

/// A tiled plane is one row of tiles, of which its stride says how many lie across and down: no
/// fewer than usual.
Rows tiles_of(const GstVideoFrame& frame, guint plane, const GstVideoInfo& usual) {
  const auto own_stride = guint(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane));
  const auto usual_stride = guint(usual.stride[plane]);
  const std::int64_t across = GST_VIDEO_TILE_X_TILES(usual_stride);
  const std::int64_t down = GST_VIDEO_TILE_Y_TILES(usual_stride);
  const bool last = plane + 1 == GST_VIDEO_INFO_N_PLANES(&usual);
  const gsize end = last ? usual.size : usual.offset[plane + 1];
  const auto tile_bytes =
      std::int64_t(end - usual.offset[plane]) / std::max<std::int64_t>(1, across * down);
  return {tile_bytes * std::max<std::int64_t>(across, GST_VIDEO_TILE_X_TILES(own_stride)) *
              std::max<std::int64_t>(down, GST_VIDEO_TILE_Y_TILES(own_stride)),
          0, 1};
}

bool holds(const GstMapInfo& memory, const void* first, const Rows& rows) {
  const std::int64_t begin = static_cast<const guint8*>(first) - memory.data;
  const std::int64_t last = begin + (rows.count - 1) * rows.stride;
  return std::min(begin, last) >= 0 &&
         std::max(begin, last) + rows.bytes <= std::int64_t(memory.size);
}

}  // namespace

bool holds_its_rows(const GstVideoFrame& frame, const GstVideoInfo& usual) {
  const bool tiled = GST_VIDEO_FORMAT_INFO_IS_TILED(frame.info.finfo);
  for (guint i = 0; i < GST_VIDEO_FRAME_N_PLANES(&frame); ++i) {
    const Rows rows = tiled ? tiles_of(frame, i, usual) : rows_of(frame, i, usual.stride[i]);
    if (!holds(frame.map[i], GST_VIDEO_FRAME_PLANE_DATA(&frame, i), rows)) return false;
  }
  return true;
}

}  // namespace shm
