// SPDX-License-Identifier: MIT
// What can be set of trimaps and of alphas made from them, one row an option.
#pragma once

#include <array>
#include <tuple>

#include "shm/alpha_matting.hpp"
#include "shm/option.hpp"
#include "shm/trimap.hpp"

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

}  // namespace shm
