// SPDX-License-Identifier: MIT
// Colour profiles that tests put into pictures.
#pragma once

#include <lcms2.h>

#include <array>
#include <string>

inline std::string saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  std::string bytes(size, '\0');
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

inline const cmsCIExyY d65 = {0.3127, 0.3290, 1};

/// Display P3, as phones have it: its own primaries, sRGB's curve.
inline std::string p3_profile() {
  const cmsCIExyYTRIPLE primaries = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
  const std::array<double, 5> parameters = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve* curve = cmsBuildParametricToneCurve(nullptr, 4, parameters.data());
  const std::array<cmsToneCurve*, 3> curves = {curve, curve, curve};
  std::string profile = saved(cmsCreateRGBProfile(&d65, &primaries, curves.data()));
  cmsFreeToneCurve(curve);
  return profile;
}
