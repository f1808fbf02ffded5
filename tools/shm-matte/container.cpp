// SPDX-License-Identifier: MIT
// What videos are written as.
#include "shm-matte/container.hpp"

#include <algorithm>
#include <array>

namespace shm::tools {
namespace {

constexpr AudioCodec pcm = {"capsfilter caps=audio/x-raw,format=S16LE", 64};
constexpr AudioCodec aac = {"avenc_aac", 2};
constexpr AudioCodec surround_aac = {"avenc_aac bitrate=384000", 6};
constexpr AudioCodec vorbis = {"vorbisenc", 8};
constexpr const char* y4m =
    "videorate name=steady skip-to-first=true ! capsfilter name=rate ! capsfilter name=y4m";

// ProRes 4444 is what video editors take alpha from; FFV1 loses nothing. Browsers play the others.
// In QuickTime files PCM of more than two channels would not say which is which.
constexpr std::array<Container, 5> containers = {{
    {.name = "mov",
     .with_alpha = {"A444_10LE", "avenc_prores_ks name=prores profile=4444"},
     .opaque = {"I422_10LE", "avenc_prores_ks name=prores profile=hq"},
     .audio = pcm,
     .surround = surround_aac,
     .text = true,
     .pipes = false,
     .muxer = "qtmux"},
    {.name = "mkv",
     .with_alpha = {"BGRA", "avenc_ffv1"},
     .opaque = {"{ GRAY8, BGRx }", "avenc_ffv1"},
     .audio = pcm,
     .surround = pcm,
     .text = true,
     .pipes = true,
     .muxer = "matroskamux"},
    {.name = "mp4",
     .with_alpha = {},
     .opaque = {"I420", "videocrop name=even ! openh264enc name=h264 bitrate=6000000 ! h264parse"},
     .audio = aac,
     .surround = surround_aac,
     .text = true,
     .pipes = false,
     .muxer = "mp4mux"},
    {.name = "webm",
     .with_alpha = {},
     .opaque = {"I420",
                "vp8enc deadline=1 cpu-used=4 threads=4 end-usage=cq cq-level=8 max-quantizer=40 "
                "target-bitrate=8000000"},
     .audio = vorbis,
     .surround = vorbis,
     .text = false,
     .pipes = true,
     .muxer = "webmmux"},
    {.name = "y4m",
     .with_alpha = {"AYUV", y4m},
     .opaque = {"I420", y4m},
     .audio = {},
     .surround = {},
     .text = false,
     .pipes = true,
     .muxer = "identity"},
}};

}  // namespace

std::vector<std::string> container_names() {
  std::vector<std::string> names;
  for (const Container& container : containers)
    names.emplace_back(container.name);
  return names;
}

const Container& container_named(const std::string& name) {
  return *std::find_if(containers.begin(), containers.end(),
                       [&](const Container& container) { return name == container.name; });
}

}  // namespace shm::tools
