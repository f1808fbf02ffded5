#include "shm-matte/container.hpp"

#include <algorithm>
#include <array>

namespace shm::tools {
namespace {

// ProRes 4444 is what video editors take alpha from; FFV1 loses nothing. Browsers play the others.
constexpr std::array<Container, 4> containers = {{
    {"mov", "video/x-raw,format=A444_10LE ! avenc_prores_ks profile=4444",
     "video/x-raw,format=I422_10LE ! avenc_prores_ks profile=hq",
     "capsfilter caps=audio/x-raw,format=S16LE", "qtmux"},
    {"mkv", "video/x-raw,format=BGRA ! avenc_ffv1", "avenc_ffv1",
     "capsfilter caps=audio/x-raw,format=S16LE", "matroskamux"},
    {"mp4", nullptr, "openh264enc bitrate=6000000 ! h264parse", "avenc_aac", "mp4mux"},
    {"webm", nullptr,
     "vp8enc deadline=1 cpu-used=4 threads=4 end-usage=cq cq-level=8 max-quantizer=40 "
     "target-bitrate=8000000",
     "vorbisenc", "webmmux"},
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
