// SPDX-License-Identifier: MIT
// How a video's frames are to be turned, as its file says.
#include "shm-matte/stated_orientation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "common/gst.hpp"
#include "shm-matte/matroska.hpp"
#include "shm-matte/movie_track.hpp"
#include "shm-matte/probe.hpp"

namespace shm::tools {
namespace {

/// Where the way to the right and the way down point to when it is shown: 1, 0 or -1 to the right
/// and down.
using Ways = std::array<int, 4>;

struct Turn {
  Ways ways;
  GstVideoOrientationMethod method;
};

constexpr std::array turns = {Turn{{0, 1, -1, 0}, GST_VIDEO_ORIENTATION_90R},
                              Turn{{-1, 0, 0, -1}, GST_VIDEO_ORIENTATION_180},
                              Turn{{0, -1, 1, 0}, GST_VIDEO_ORIENTATION_90L},
                              Turn{{-1, 0, 0, 1}, GST_VIDEO_ORIENTATION_HORIZ},
                              Turn{{1, 0, 0, -1}, GST_VIDEO_ORIENTATION_VERT},
                              Turn{{0, 1, 1, 0}, GST_VIDEO_ORIENTATION_UL_LR},
                              Turn{{0, -1, -1, 0}, GST_VIDEO_ORIENTATION_UR_LL}};

int sign(double value) {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}

/// The upper left of the matrix: a, b, u, c, d.
std::optional<Ways> ways_of_movie(std::istream& file, std::uint64_t size, const std::string& id) {
  const std::optional<Box> track = find_track(file, size, id);
  const std::optional<TrackHeader> header = track ? track_header(file, *track) : std::nullopt;
  if (!header) return std::nullopt;
  const std::uint64_t matrix = header->begin + (header->wide ? 52 : 40);
  const auto at = [&](std::uint64_t place) {
    return sign(std::int32_t(number_at(file, matrix + 4 * place, 4)));
  };
  return Ways{at(0), at(1), at(3), at(4)};
}

/// Yaw of 180 degrees mirrors before roll turns counter-clockwise.
std::optional<Ways> ways_of_matroska(std::istream& file, std::uint64_t size,
                                     const std::string& id) {
  const std::optional<Pose> pose = find_pose(file, size, track_number(id));
  if (!pose || pose->pitch != 0 || std::fmod(pose->yaw, 180) != 0) return std::nullopt;
  const auto part = [&](double function) { return sign(std::round(function * 1000)); };
  const double angle = pose->roll * std::numbers::pi / 180;
  const int across = pose->yaw == 0 ? 1 : -1, sine = part(std::sin(angle)),
            cosine = part(std::cos(angle));
  return Ways{across * cosine, -across * sine, sine, cosine};
}

/// What has been turned is not to be turned again.
GstPadProbeReturn on_event(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer /*none*/) {
  GstEvent* event = gst_pad_probe_info_get_event(info);
  if (GST_EVENT_TYPE(event) != GST_EVENT_TAG) return GST_PAD_PROBE_OK;
  GstTagList* tags = nullptr;
  gst_event_parse_tag(event, &tags);
  GstTagList* others = gst_tag_list_copy(tags);
  gst_tag_list_remove_tag(others, GST_TAG_IMAGE_ORIENTATION);
  replace_event(info, gst_event_new_tag(others));
  return GST_PAD_PROBE_OK;
}

}  // namespace

std::optional<GstVideoOrientationMethod> stated_orientation(const std::filesystem::path& path,
                                                            const std::string& id) {
  std::optional<HeaderFile> opened = open_headers(path);
  if (!opened) return std::nullopt;
  auto& [file, size] = *opened;
  std::optional<Ways> ways = ways_of_matroska(file, size, id);
  if (!ways) ways = ways_of_movie(file, size, id);
  if (!ways) return std::nullopt;
  const auto* const found = std::ranges::find(turns, *ways, &Turn::ways);
  return found == turns.end() ? std::nullopt : std::optional(found->method);
}

void turn_as_stated(GstElement* flip, const std::filesystem::path& file, const std::string& id) {
  const auto method = stated_orientation(file, id);
  if (!method) return;
  g_object_set(flip, "video-direction", *method, nullptr);
  const PadPtr pad(gst_element_get_static_pad(flip, "src"));
  gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, nullptr, nullptr);
}

}  // namespace shm::tools
