// SPDX-License-Identifier: MIT
// How a video's frames are to be turned, as its file says.
#include "shm-matte/stated_orientation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <numbers>

#include "shm-matte/matroska.hpp"
#include "shm-matte/movie_track.hpp"

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

}  // namespace

std::optional<GstVideoOrientationMethod> stated_orientation(const std::filesystem::path& path,
                                                            const std::string& id) {
  std::error_code none;
  const std::uintmax_t size = std::filesystem::file_size(path, none);
  std::ifstream file(path, std::ios::binary);
  if (none || !file) return std::nullopt;
  std::optional<Ways> ways = ways_of_matroska(file, size, id);
  if (!ways) ways = ways_of_movie(file, size, id);
  if (!ways) return std::nullopt;
  const auto* const found = std::ranges::find(turns, *ways, &Turn::ways);
  return found == turns.end() ? std::nullopt : std::optional(found->method);
}

void turn_as_stated(GstElement* flip, const std::filesystem::path& file, const std::string& id) {
  if (const auto method = stated_orientation(file, id))
    g_object_set(flip, "video-direction", *method, nullptr);
}

}  // namespace shm::tools
