// SPDX-License-Identifier: MIT
// What can be set of a model and a frame, one row an option; of a look see shm/look_options.hpp.
#pragma once

#include <array>
#include <string>
#include <tuple>

#include "shm/look_options.hpp"
#include "shm/matter.hpp"
#include "shm/model.hpp"
#include "shm/option.hpp"

namespace shm {

template <>
inline constexpr std::array choices<Keep> = {
    Choice<Keep>{Keep::all, "all", "Everybody"},
    Choice<Keep>{Keep::largest, "largest", "Who takes up most of the picture"},
    Choice<Keep>{Keep::nearest_centre, "nearest-centre", "Who is nearest the picture's middle"},
};

template <>
inline constexpr auto options<ModelOptions> = std::tuple{
    Option{
        &ModelOptions::model,
        {.name = "model",
         .nick = "Model",
         .blurb =
             "Model file (.safetensors), or name of an installed one: default, eco (takes half the "
             "time), or auto, which takes eco where the machine is slow",
         .of_stream = ". While playing the new model is loaded aside and takes over at a frame "
                      "boundary; a bad one leaves the old one at work and posts a warning"}},
    Option{&ModelOptions::device,
           {.name = "device",
            .nick = "Device",
            .blurb = "Where the network runs: auto (a GPU where one works, else the CPU), cpu, "
                     "cuda or cuda:N",
            .loading = true}},
    Option{&ModelOptions::precision,
           {.name = "precision",
            .nick = "Precision",
            .blurb = "Arithmetic of the network",
            .loading = true}},
    Option{
        &ModelOptions::threads,
        {.name = "threads",
         .nick = "Threads",
         .blurb =
             "Threads of the CPU, shared by the whole process. 0: one for a live stream "
             "while it keeps up, else one a core. Where other programs have the cores, fewer work",
         .most = 1024,
         .loading = true}},
};

template <>
inline constexpr auto options<FrameOptions> = std::tuple{
    Option{&FrameOptions::size,
           {.name = "size",
            .nick = "Working size",
            .blurb = "Longer side at which the network works, pixels: 0 (the model's own) or 64 to "
                     "4096; 1 to 63 count as 64",
            .of_stream = ". Smaller is faster",
            .unit = "pixels",
            .least = ModelMetadata::least_size,
            .most = ModelMetadata::largest_size,
            .or_zero = true}},
    Option{&FrameOptions::edge_refine,
           {.name = "edge-refine",
            .nick = "Edge refinement",
            .blurb = "How closely alpha's edges follow those of the frame: 0 (the network's alpha, "
                     "resized) to 1",
            .most = 1}},
    Option{&FrameOptions::temporal,
           {.name = "temporal",
            .nick = "Temporal smoothing",
            .blurb = "Smoothing of alpha over time where the picture stands still: 0 (none) to 1",
            .most = 1}},
    Option{&FrameOptions::black_point,
           {.name = "black-point",
            .nick = "Black point",
            .blurb = "Alpha up to which a pixel counts as background; what lies between "
                     "black-point and white-point is stretched to 0..1",
            .most = FrameOptions::highest_black_point}},
    Option{&FrameOptions::white_point,
           {.name = "white-point",
            .nick = "White point",
            .blurb = "Alpha from which on a pixel counts as person. Farther from black-point: "
                     "softer edges; closer: crisper",
            .least = FrameOptions::lowest_white_point,
            .most = 1}},
    Option{&FrameOptions::shift,
           {.name = "shift",
            .nick = "Shift of edges",
            .blurb = "How many pixels of the frame edges of alpha are moved: outwards above 0, "
                     "inwards below",
            .unit = "pixels",
            .least = -FrameOptions::farthest_shift,
            .most = FrameOptions::farthest_shift}},
    Option{
        &FrameOptions::feather,
        {.name = "feather",
         .nick = "Feather",
         .blurb =
             "Over how many pixels of the frame edges of alpha fade, beside what the network found",
         .unit = "pixels",
         .most = FrameOptions::widest_feather}},
    Option{&FrameOptions::feather_side,
           {.name = "feather-side",
            .nick = "Side of the feather",
            .blurb = "Where feathered edges fade"}},
    Option{&FrameOptions::min_area,
           {.name = "min-area",
            .nick = "Smallest area",
            .blurb = "Share of the frame below which an island of alpha goes, and a hole in it is "
                     "filled",
            .most = FrameOptions::largest_min_area}},
    Option{
        &FrameOptions::keep,
        {.name = "keep", .nick = "Who is kept", .blurb = "Who is shown of those who stand apart"}},
    Option{&FrameOptions::region_left,
           {.name = "region-left",
            .nick = "Region's left",
            .blurb = "Share of the frame's width from its left where the part begins in which "
                     "people are shown, such as 0.25",
            .most = 1}},
    Option{&FrameOptions::region_top,
           {.name = "region-top",
            .nick = "Region's top",
            .blurb = "Share of the frame's height from its top where that part begins",
            .most = 1}},
    Option{&FrameOptions::region_right,
           {.name = "region-right",
            .nick = "Region's right",
            .blurb = "Share of the frame's width from its left where that part ends; not beyond "
                     "region-left nobody is shown",
            .most = 1}},
    Option{&FrameOptions::region_bottom,
           {.name = "region-bottom",
            .nick = "Region's bottom",
            .blurb = "Share of the frame's height from its top where that part ends",
            .most = 1}},
    Option{&FrameOptions::skip_static,
           {.name = "skip-static",
            .nick = "Skip what is static",
            .blurb =
                "Keep alpha while a live stream stands still within the noise of its camera, "
                "and let the network look once a second; every four seconds where nobody is there",
            .of_stream = ". Files are matted frame by frame",
            .offered = Offered::by_element}},
    Option{&FrameOptions::zoom,
           {.name = "zoom",
            .nick = "Zoom",
            .blurb = "Look closely where people are: finer hair, people far away, and less that "
                     "is nobody's. Single pictures take up to twice the time; in videos whoever "
                     "comes in is hidden for up to 15 frames, and half a second at most"}},
    Option{&FrameOptions::single,
           {.name = "single",
            .nick = "Single pictures",
            .blurb = "Frames are pictures of their own, of which nothing is remembered",
            .offered = Offered::by_library}},
    Option{&FrameOptions::interval,
           {.name = "interval",
            .nick = "Interval",
            .blurb = "The network sees each frame of this number; between them alpha is carried "
                     "along with what moves",
            .of_stream = ". 0: each frame, but up to each fourth of a live stream where the "
                         "machine cannot keep up",
            .unit = "frames",
            .least = 1,
            .most = FrameOptions::longest_interval,
            .offered = Offered::by_programs}},
    Option{&FrameOptions::threads,
           {.name = "threads",
            .nick = "Threads",
            .blurb = "Threads of the CPU, at most those that the network was loaded with; 0: those",
            .most = 1024,
            .offered = Offered::by_library}},
    Option{&FrameOptions::pixel_aspect,
           {.name = "pixel-aspect",
            .nick = "Pixel aspect ratio",
            .blurb = "Width of a pixel by its height, as it is displayed",
            .least = 1.0 / 64,
            .most = 64,
            .offered = Offered::by_library}},
};

}  // namespace shm
