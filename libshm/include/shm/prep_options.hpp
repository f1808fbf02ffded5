// SPDX-License-Identifier: MIT
// What can be set of the steps from pictures to training data, one row an option.
#pragma once

#include <array>
#include <tuple>

#include "shm/aisegment.hpp"
#include "shm/check.hpp"
#include "shm/option.hpp"
#include "shm/prepare.hpp"

namespace shm {

template <>
inline constexpr std::array choices<KernelShape> = {
    Choice<KernelShape>{KernelShape::ellipse, "ellipse", "As wide in every direction"},
    Choice<KernelShape>{KernelShape::rect, "rect", "Wider along diagonals"},
    Choice<KernelShape>{KernelShape::cross, "cross", "Upright and level alone"},
};

template <>
inline constexpr std::array choices<MattingMethod> = {
    Choice<MattingMethod>{MattingMethod::knn, "knn", "KNN matting as the original prepares data"},
    Choice<MattingMethod>{MattingMethod::knn2, "knn2", "KNN matting at two scales"},
    Choice<MattingMethod>{MattingMethod::closed_form, "closed-form", "Closed-form matting"},
};

template <>
inline constexpr auto options<BatchOptions> = std::tuple{
    Option{&BatchOptions::jobs,
           {.name = "jobs",
            .blurb = "Pictures side by side; 0: one a core, fewer where memory is short",
            .most = 1024}},
};

template <>
inline constexpr auto options<MaskOptions> = std::tuple{
    Option{&MaskOptions::threshold,
           {.name = "threshold",
            .blurb = "The least alpha or grey that is the person in a mask",
            .least = 1,
            .most = 255}},
};

template <>
inline constexpr auto options<TrimapOptions> = std::tuple{
    Option{&TrimapOptions::size,
           {.name = "size",
            .blurb = "Kernel that widens the edge",
            .unit = "pixels",
            .least = 1,
            .most = TrimapOptions::largest_size}},
    Option{&TrimapOptions::relative,
           {.name = "relative",
            .blurb = "Kernel as a share of the person's longer side, for pictures of mixed "
                     "resolution; 0: size counts",
            .most = 1}},
    Option{&TrimapOptions::shape, {.name = "shape", .blurb = "Shape of the kernel"}},
};

template <>
inline constexpr auto options<AlphaOptions> = std::tuple{
    Option{&AlphaOptions::method,
           {.name = "method", .blurb = "How alpha is found where the trimap leaves it unknown"}},
    Option{&AlphaOptions::known_weight,
           {.name = "known-weight",
            .blurb = "Of knn and knn2: how firmly known pixels hold",
            .least = 0.01,
            .most = 1e6}},
    Option{&AlphaOptions::epsilon,
           {.name = "epsilon",
            .blurb = "Of closed-form: regularises a window's colours",
            .least = 1e-12,
            .most = 1}},
    Option{&AlphaOptions::threads,
           {.name = "threads",
            .blurb = "Threads of the CPU; 0: one a core",
            .most = 1024,
            .offered = Offered::by_library}},
};

constexpr OptionFacts foreground_facts(const char* name, double least, double most,
                                       const char* blurb) {
  return {
      .name = name, .blurb = blurb, .least = least, .most = most, .offered = Offered::by_library};
}

template <>
inline constexpr auto options<ForegroundOptions> = std::tuple{
    Option{&ForegroundOptions::regularization,
           foreground_facts("regularization", 1e-9, 1,
                            "Smoothness where alpha says nothing of a colour")},
    Option{&ForegroundOptions::gradient_weight,
           foreground_facts("gradient-weight", 0, 100,
                            "How much less smooth where alpha has an edge")},
    Option{&ForegroundOptions::small_size,
           foreground_facts("small-size", 1, 256, "Levels up to this side, pixels, are small")},
    Option{&ForegroundOptions::small_iterations,
           foreground_facts("small-iterations", 1, 1000, "On each small level")},
    Option{&ForegroundOptions::big_iterations,
           foreground_facts("big-iterations", 1, 1000, "On each other level")},
};

template <>
inline constexpr auto options<CheckOptions> = std::tuple{
    Option{&CheckOptions::train_list,
           {.name = "list", .blurb = "File of picture names, instead of train.txt and val.txt"}},
    Option{&CheckOptions::val_list,
           {.name = "val-list", .blurb = "File of picture names, instead of val.txt"}},
    Option{&CheckOptions::tolerance,
           {.name = "tolerance",
            .blurb = "By which alpha may leave a known pixel of its trimap",
            .most = 255}},
    Option{&CheckOptions::near_distance,
           {.name = "near-distance",
            .blurb = "Bits of 64 by which hashes of near-duplicates differ at most",
            .most = 16}},
};

/// Of whatever makes lists.
inline constexpr OptionFacts val_fraction_facts = {
    .name = "val", .blurb = "Share of the pictures that val.txt gets", .most = 1};

template <>
inline constexpr auto options<AisegmentOptions> = std::tuple{
    Option{&AisegmentOptions::val_fraction, val_fraction_facts},
    Option{&AisegmentOptions::copy,
           {.name = "copy", .blurb = "Copy pictures instead of linking them (hard links)"}},
};

}  // namespace shm
