// SPDX-License-Identifier: MIT
// Colours that a file says by numbers, as profiles of lcms2.

#include "image/code_points.hpp"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/release.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

using Profile = std::unique_ptr<void, Release<cmsCloseProfile>>;
using Curve = std::unique_ptr<cmsToneCurve, Release<cmsFreeToneCurve>>;

/// Primaries of ITU-T H.273, by their numbers.
struct Primaries {
  int number;
  cmsCIExyY white;
  cmsCIExyYTRIPLE colors;
};

constexpr cmsCIExyY d65 = {0.3127, 0.3290, 1};
constexpr std::array known_primaries = {
    Primaries{4, {0.310, 0.316, 1}, {{0.67, 0.33, 1}, {0.21, 0.71, 1}, {0.14, 0.08, 1}}},
    Primaries{5, d65, {{0.64, 0.33, 1}, {0.29, 0.60, 1}, {0.15, 0.06, 1}}},
    Primaries{6, d65, {{0.630, 0.340, 1}, {0.310, 0.595, 1}, {0.155, 0.070, 1}}},
    Primaries{7, d65, {{0.630, 0.340, 1}, {0.310, 0.595, 1}, {0.155, 0.070, 1}}},
    Primaries{9, d65, {{0.708, 0.292, 1}, {0.170, 0.797, 1}, {0.131, 0.046, 1}}},
    Primaries{11, {0.314, 0.351, 1}, {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}}},
    Primaries{12, d65, {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}}}};
constexpr Primaries bt709 = {1, d65, {{0.640, 0.330, 1}, {0.300, 0.600, 1}, {0.150, 0.060, 1}}};

const Primaries& primaries_of(int number) {
  const auto found = std::ranges::find(known_primaries, number, &Primaries::number);
  return found == known_primaries.end() ? bt709 : *found;
}

enum Transfer { gamma_22 = 4, gamma_28 = 5, linear = 8, pq = 16, hlg = 18 };

Curve curve_of(int transfer) {
  constexpr std::array srgb = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  switch (transfer) {
    case gamma_22: return Curve(cmsBuildGamma(nullptr, 2.2));
    case gamma_28: return Curve(cmsBuildGamma(nullptr, 2.8));
    case linear: return Curve(cmsBuildGamma(nullptr, 1));
    default: return Curve(cmsBuildParametricToneCurve(nullptr, 4, srgb.data()));
  }
}

std::string saved(const Profile& profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile.get(), nullptr, &size);
  std::string bytes(size, '\0');
  cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
  return bytes;
}

}  // namespace

std::string profile_of(const CodePoints& colors) {
  if (colors.transfer == pq || colors.transfer == hlg)
    throw BadInput("HDR (PQ or HLG) is not read: turn it into SDR first");
  const Curve curve = curve_of(colors.transfer);
  const std::array<cmsToneCurve*, 3> curves = {curve.get(), curve.get(), curve.get()};
  const Primaries& primaries = primaries_of(colors.primaries);
  return saved(Profile(cmsCreateRGBProfile(&primaries.white, &primaries.colors, curves.data())));
}

}  // namespace shm
