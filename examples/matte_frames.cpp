// SPDX-License-Identifier: MIT
// Frames that a program has itself go through the element, one by one: raw RGB comes from standard
// input, RGBA goes to standard output.
//   ffmpeg -i walk.mkv -f rawvideo -pix_fmt rgb24 - | matte_frames 640 480 |
//     ffmpeg -f rawvideo -pix_fmt rgba -s 640x480 -r 30 -i - walk.mov
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

constexpr int rate = 30;  // frames a second

GstElement* make_pipeline(int width, int height) {
  const std::string caps = "video/x-raw,format=RGB,width=" + std::to_string(width) +
                           ",height=" + std::to_string(height) +
                           ",framerate=" + std::to_string(rate) + "/1";
  const std::string description = "appsrc name=in format=time caps=" + caps +
                                  " ! shmmatting ! video/x-raw,format=RGBA"
                                  " ! appsink name=out sync=false";
  return gst_parse_launch(description.c_str(), nullptr);
}

/// Rows of RGB begin at multiples of 4 bytes in GStreamer.
void push(GstAppSrc* in, const std::vector<char>& pixels, int width, int height, int index) {
  const gsize row = gsize(width) * 3, stride = GST_ROUND_UP_4(row);
  GstBuffer* buffer = gst_buffer_new_allocate(nullptr, stride * gsize(height), nullptr);
  for (int y = 0; y < height; ++y)
    gst_buffer_fill(buffer, gsize(y) * stride, pixels.data() + gsize(y) * row, row);
  GST_BUFFER_PTS(buffer) = gst_util_uint64_scale_int(GST_SECOND, index, rate);
  GST_BUFFER_DURATION(buffer) = GST_SECOND / rate;
  gst_app_src_push_buffer(in, buffer);  // takes it
}

/// Whether a frame came. What is wrong where none does, the bus knows.
bool pull(GstAppSink* out) {
  GstSample* sample = gst_app_sink_try_pull_sample(out, 20 * GST_SECOND);
  if (sample == nullptr) return false;
  GstMapInfo pixels;
  GstBuffer* buffer = gst_sample_get_buffer(sample);
  gst_buffer_map(buffer, &pixels, GST_MAP_READ);
  std::fwrite(pixels.data, 1, pixels.size, stdout);
  gst_buffer_unmap(buffer, &pixels);
  gst_sample_unref(sample);
  return true;
}

void print_error(GstElement* pipeline) {
  GstBus* bus = gst_element_get_bus(pipeline);
  if (GstMessage* message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR)) {
    GError* error = nullptr;
    gst_message_parse_error(message, &error, nullptr);
    std::fprintf(stderr, "matte_frames: %s\n", error->message);
    g_error_free(error);
    gst_message_unref(message);
  }
  gst_object_unref(bus);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: matte_frames WIDTH HEIGHT < RGB > RGBA\n");
    return 2;
  }
  gst_init(nullptr, nullptr);
  const int width = std::atoi(argv[1]), height = std::atoi(argv[2]);
  GstElement* pipeline = make_pipeline(width, height);
  GstElement* in = gst_bin_get_by_name(GST_BIN(pipeline), "in");
  GstElement* out = gst_bin_get_by_name(GST_BIN(pipeline), "out");
  gst_element_set_state(pipeline, GST_STATE_PLAYING);

  std::vector<char> pixels(std::size_t(width) * std::size_t(height) * 3);
  bool good = true;
  for (int i = 0; good && std::fread(pixels.data(), pixels.size(), 1, stdin) == 1; ++i) {
    push(GST_APP_SRC(in), pixels, width, height, i);
    good = pull(GST_APP_SINK(out));
  }
  if (!good) print_error(pipeline);

  gst_element_set_state(pipeline, GST_STATE_NULL);
  gst_object_unref(in);
  gst_object_unref(out);
  gst_object_unref(pipeline);
  return good ? 0 : 1;
}
