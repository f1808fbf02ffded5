// SPDX-License-Identifier: MIT
// What can be set of the steps from pictures to training data, one row an option.
#pragma once

#include <tuple>

#include "shm/aisegment.hpp"
#include "shm/check.hpp"
#include "shm/foreground_options.hpp"
#include "shm/matting_options.hpp"
#include "shm/option.hpp"
#include "shm/prepare.hpp"

namespace shm {

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
