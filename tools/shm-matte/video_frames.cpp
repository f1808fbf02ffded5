// SPDX-License-Identifier: MIT
// Some frames of a video, evenly spread, for contact sheets.
#include "shm-matte/video_frames.hpp"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include <cstring>

#include "common/gst.hpp"
#include "shm-matte/media.hpp"
#include "shm-matte/stated_orientation.hpp"
#include "shm-matte/stream_reader.hpp"
#include "shm/error.hpp"

namespace shm::tools {
namespace {

Image image_of(GstSample* sample) {
  GstVideoInfo info;
  GstVideoFrame frame;
  if (!gst_video_info_from_caps(&info, gst_sample_get_caps(sample)) ||
      !gst_video_frame_map(&frame, &info, gst_sample_get_buffer(sample), GST_MAP_READ))
    throw BadInput("a frame cannot be read");
  Image image(info.width, info.height, PixelFormat::rgb);
  const auto* pixels = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
  for (int y = 0; y < info.height; ++y)
    std::memcpy(image.view().row(y),
                pixels + std::ptrdiff_t(y) * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0),
                std::size_t(image.stride()));
  gst_video_frame_unmap(&frame);
  return image;
}

/// A sink takes a gap for what it was to wait for; the frame behind it is.
GstPadProbeReturn pass_gap(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer /*none*/) {
  const bool gap = GST_EVENT_TYPE(gst_pad_probe_info_get_event(info)) == GST_EVENT_GAP;
  return gap ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

Image shown(const Pipeline& pipeline) {
  const ElementPtr sink = pipeline.element("frames");
  const SamplePtr sample(gst_app_sink_try_pull_preroll(GST_APP_SINK(sink.get()), 30 * GST_SECOND));
  if (!sample) throw BadInput("a frame cannot be decoded");
  return image_of(sample.get());
}

}  // namespace

std::vector<Image> sample_frames(const std::filesystem::path& video, int count) {
  const Media media = examine(video);
  if (media.video() == nullptr) throw BadInput("there is no video in it");
  Pipeline pipeline(
      "videoconvert name=video ! videoflip name=upright video-direction=auto ! videoconvert "
      "! video/x-raw,format=RGB ! appsink name=frames sync=false");
  turn_as_stated(pipeline.element("upright").get(), video, media.video()->id);
  const StreamReader reader(pipeline, video, *media.video(), pipeline.element("video"));
  gst_pad_add_probe(sink_of(pipeline.element("frames").get()).get(),
                    GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, pass_gap, nullptr, nullptr);
  pipeline.start(GST_STATE_PAUSED);
  pipeline.wait_for_state();
  std::vector<Image> frames;
  for (int frame = 0; frame < count; ++frame) {
    const auto position = gint64(media.duration * guint64(2 * frame + 1) / guint64(2 * count));
    if (!gst_element_seek_simple(pipeline.get(), GST_FORMAT_TIME,
                                 GstSeekFlags(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE),
                                 position))
      throw BadInput("it cannot be sought in");
    pipeline.wait_for_state();
    frames.push_back(shown(pipeline));
  }
  return frames;
}

}  // namespace shm::tools
