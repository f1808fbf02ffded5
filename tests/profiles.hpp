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

/// Of colours that are lit by `curve`, which is freed.
inline cmsHPROFILE rgb_profile(const cmsCIExyYTRIPLE& primaries, cmsToneCurve* curve) {
  const std::array<cmsToneCurve*, 3> curves = {curve, curve, curve};
  const cmsHPROFILE profile = cmsCreateRGBProfile(&d65, &primaries, curves.data());
  cmsFreeToneCurve(curve);
  return profile;
}

/// Display P3, as phones have it: its own primaries, sRGB's curve.
inline std::string p3_profile() {
  const cmsCIExyYTRIPLE primaries = {{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
  const std::array<double, 5> parameters = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  return saved(rgb_profile(primaries, cmsBuildParametricToneCurve(nullptr, 4, parameters.data())));
}

/// Adobe RGB (1998), as cameras write it: of the ICC's version 2.
inline std::string adobe_rgb_profile() {
  const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
  const cmsHPROFILE profile = rgb_profile(primaries, cmsBuildGamma(nullptr, 563.0 / 256));
  cmsSetProfileVersion(profile, 2.1);
  return saved(profile);
}
