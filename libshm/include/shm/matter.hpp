// SPDX-License-Identifier: MIT
// From a frame to alpha: the network and what comes after it.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "shm/api.hpp"
#include "shm/feather_side.hpp"
#include "shm/image.hpp"
#include "shm/model.hpp"
#include "shm/precision.hpp"

namespace shm {

/// As ModelOptions::model: whichever the machine has the time for.
inline constexpr const char* automatic_model = "auto";

/// What is fixed while a network is loaded.
struct ModelOptions {
  /// A path, or a name as find_model takes it; automatic_model: default, or eco on a machine that
  /// takes too long for it, by a short measurement that ~/.cache/shmmatting/fitting-model keeps.
  std::string model = "default";
  std::string device = "auto";  ///< auto (a GPU where one works, else the CPU), cpu, cuda, cuda:N
  Precision precision = Precision::automatic;  ///< automatic: what the device does fastest and well
  int threads = 0;  ///< of the CPU, 0..1024; 0: one a core; more than cores are not used

  bool operator==(const ModelOptions&) const = default;

  SHM_API void check() const;  ///< throws InvalidOption
};

/// Who is shown of those who stand apart: all, who takes up most of the picture, or who is nearest
/// its middle.
enum class Keep { all, largest, nearest_centre };

/// What may change from frame to frame.
struct FrameOptions {
  static constexpr double highest_black_point = 0.45;
  static constexpr double lowest_white_point = 0.55;
  static constexpr int longest_interval = 30;
  static constexpr double farthest_shift = 20;
  static constexpr int widest_feather = 64;
  static constexpr double largest_min_area = 0.25;

  int size = 0;              ///< longer side at which the network works, 0: the model's own
  double edge_refine = 1.0;  ///< 0: the network's alpha, resized; 1: edges follow the frame's own
  double temporal = 0.5;     ///< smoothing of alpha where the picture stands still, 0..1
  /// Levels of alpha: what is up to black_point (0..highest_black_point) becomes 0, what is from
  /// white_point (lowest_white_point..1) on becomes 1, and what lies between is stretched. A
  /// network that is not sure says something between; 0 and 1 leave that as it is.
  double black_point = 0.05;
  double white_point = 0.95;
  /// How far edges of alpha are moved outwards, or inwards where it is less than 0: pixels of the
  /// frame, up to farthest_shift.
  double shift = 0;
  /// How wide edges fade beside what the network found: pixels of the frame, 0..widest_feather.
  int feather = 0;
  FeatherSide feather_side = FeatherSide::outside;
  /// Share of the frame's area below which an island of alpha goes and a hole in it is filled,
  /// 0..largest_min_area.
  double min_area = 0;
  Keep keep = Keep::all;
  /// The part of the frame in which people are shown: shares of its width from the left and of its
  /// height from the top, 0..1; nobody where it does not begin before it ends.
  double region_left = 0, region_top = 0, region_right = 1, region_bottom = 1;
  /// Keeps alpha while the picture stands still within the camera's noise: for 30 frames or a
  /// second at most, and where nobody is in the picture 120 frames or four seconds. For live
  /// streams: the second is one of the clock's.
  bool skip_static = false;
  /// The network looks at each frame that has this number, 1..longest_interval; between them alpha
  /// is carried along with what moves.
  int interval = 1;
  /// The network looks closely, at the part of the frame where people are, and at the whole frame
  /// every 15 frames or every half second of `time`, whichever is sooner, or as soon as somebody
  /// comes near that part's border; whoever comes in is hidden until then. At single pictures it
  /// looks twice, first at the whole, for which trimap and probabilities are.
  bool zoom = true;
  /// Each frame is a picture of its own: nothing is remembered (temporal, interval and skip_static
  /// do not count).
  bool single = false;
  /// Threads of the CPU, at most those that the Matter was opened with; 0: those.
  int threads = 0;
  /// Width of a pixel by its height, as it is displayed: the network sees round heads round.
  double pixel_aspect = 1;
  /// When the frame was taken, by any clock; without, 15 frames alone are zoom's measure.
  std::optional<std::chrono::nanoseconds> time = {};

  bool operator==(const FrameOptions&) const = default;

  SHM_API void check() const;  ///< throws InvalidOption
};

/// Where a frame's alpha came from: the network, the alpha before moved along (FrameOptions::
/// interval), or the alpha before as it was (FrameOptions::skip_static).
enum class AlphaOrigin { network, carried, kept };

/// Time spent on a frame, milliseconds.
struct StageTimes {
  double preprocess = 0;  ///< frame -> tensor; where alpha was kept: seeing that nothing moved
  double network = 0;     ///< tensor -> alpha at working size; where it was carried: finding motion
  double postprocess = 0;  ///< temporal smoothing and upsampling to the frame's size
  AlphaOrigin origin = AlphaOrigin::network;
  double zoom = 1;  ///< how many times as large as in the whole frame the network saw people last
};

/// What a Matter turned out to run on.
struct MatterInfo {
  std::string name;  ///< of the model: as it was asked for, or what automatic_model chose
  ModelMetadata model;
  std::string device;     ///< "cpu", "cuda:0"
  Precision precision{};  ///< never automatic
  int threads = 0;
  std::string vector_unit;  ///< that kernels compute with: "plain", "avx2", "avx512"
  std::string fallback;     ///< why the first choice was not taken, empty where it was
};

/// Finds the person in the frames of one video. Not for use from several threads at once; several
/// Matters side by side are fine.
class Matter {
 public:
  /// Loads the model. Throws NotFound, BadModel, DeviceError, InvalidOption.
  SHM_API static std::unique_ptr<Matter> open(const ModelOptions& options);

  virtual ~Matter() = default;

  /// Makes what frames of that size need, so that the first costs no more than the others; forgets
  /// earlier frames as reset() does. Throws as matte() does.
  virtual void prepare(int width, int height, const FrameOptions& options) = 0;

  /// Alpha of `frame`: an image of format gray and the frame's size, 0 (background) .. 255
  /// (person). Frames of 1x1 up to 16384x16384; a change of size forgets earlier frames as reset()
  /// does. Throws BadInput, DeviceError; then `alpha` is untouched.
  virtual void matte(const ImageView& frame, const FrameOptions& options,
                     const MutableImageView& alpha) = 0;

  /// The same as floats 0..1.
  virtual void matte(const ImageView& frame, const FrameOptions& options,
                     const MutablePlaneView& alpha) = 0;

  /// The trimap of the frame that the network saw last, resized to `trimap` (format gray): the most
  /// likely class as 0 background, 128 unknown, 255 foreground.
  virtual void trimap(const MutableImageView& trimap) const = 0;

  /// The T-Net's probabilities for the frame that the network saw last, at working size, without
  /// the border that preprocessing added. Valid until the next call of matte.
  virtual PlaneView probability(TrimapClass what) const = 0;

  /// Forgets earlier frames: a new scene, a seek, a flush.
  virtual void reset() = 0;

  virtual const MatterInfo& info() const = 0;
  virtual StageTimes times() const = 0;  ///< of the frame last matted
};

}  // namespace shm
