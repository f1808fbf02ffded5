// SPDX-License-Identifier: MIT
// Colour tags in ProRes frames.
#include "shm-matte/prores_colors.hpp"

#include <array>

#include "common/gst.hpp"
#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

/// Primaries, transfer and matrix, as ISO/IEC 23001-8 numbers them.
using Codes = std::array<guint8, 3>;

/// In a frame, behind its size and "icpf".
constexpr gsize codes_offset = 22;

GstPadProbeReturn write_codes(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer codes) {
  GstBuffer* buffer = gst_buffer_make_writable(buffer_in(info));
  gst_buffer_fill(buffer, codes_offset, static_cast<Codes*>(codes)->data(), sizeof(Codes));
  info->data = buffer;
  return GST_PAD_PROBE_OK;
}

}  // namespace

void state_colors(GstElement* encoder, const GstVideoColorimetry& colors) {
  auto* codes = new Codes{guint8(gst_video_color_primaries_to_iso(colors.primaries)),
                          guint8(gst_video_transfer_function_to_iso(colors.transfer)),
                          guint8(gst_video_color_matrix_to_iso(colors.matrix))};
  const PadPtr pad(gst_element_get_static_pad(encoder, "src"));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, write_codes, codes,
                    [](gpointer written) { delete static_cast<Codes*>(written); });
}

}  // namespace shm::tools
