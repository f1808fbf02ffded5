// SPDX-License-Identifier: MIT
// Sound of more than two channels.
#include "shm-matte/channels.hpp"

#include <gst/audio/audio.h>

#include <cstdio>

#include "common/gst.hpp"
#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

GstPadProbeReturn on_data(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer /*none*/) {
  const GstCaps* caps = caps_in(info);
  if (caps == nullptr) return GST_PAD_PROBE_OK;
  int channels = 0;
  guint64 mask = 0;
  gst_structure_get(gst_caps_get_structure(caps, 0), "channels", G_TYPE_INT, &channels,
                    "channel-mask", GST_TYPE_BITMASK, &mask, nullptr);
  if (channels <= 2 || mask != 0) return GST_PAD_PROBE_OK;
  const CapsPtr placed(gst_caps_copy(caps));
  gst_caps_set_simple(placed.get(), "channel-mask", GST_TYPE_BITMASK,
                      gst_audio_channel_get_fallback_mask(channels), nullptr);
  replace_caps(info, placed.get());
  return GST_PAD_PROBE_OK;
}

}  // namespace

std::string channels_caps(int channels) {
  char mask[48] = "";
  if (channels > 2)
    std::snprintf(mask, sizeof mask, ",channel-mask=(bitmask)0x%" G_GINT64_MODIFIER "x",
                  gst_audio_channel_get_fallback_mask(channels));
  return "audio/x-raw,channels=" + std::to_string(channels) + mask;
}

void place_channels(GstPad* pad) {
  change_data(pad, on_data);
}

}  // namespace shm::tools
