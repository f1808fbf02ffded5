// SPDX-License-Identifier: MIT
// What can be set of a look, one row an option.
#pragma once

#include <array>
#include <tuple>

#include "shm/compositor.hpp"
#include "shm/option.hpp"

namespace shm {

template <>
inline constexpr std::array choices<Output> = {
    Choice<Output>{Output::cutout, "cutout", "The person, with alpha"},
    Choice<Output>{Output::alpha, "alpha", "Alpha alone, as grey"},
    Choice<Output>{Output::trimap, "trimap", "The trimap: 0 background, 128 unknown, 255 person"},
    Choice<Output>{Output::composite, "composite", "The person over the background, opaque"},
};

template <>
inline constexpr std::array choices<AlphaMode> = {
    Choice<AlphaMode>{AlphaMode::straight, "straight", "Colours as in the frame"},
    Choice<AlphaMode>{AlphaMode::premultiplied, "premultiplied", "Colours multiplied by alpha"},
};

template <>
inline constexpr std::array choices<Background> = {
    Choice<Background>{Background::transparent, "transparent", "Nothing"},
    Choice<Background>{Background::color, "color", "background-color", "colour"},
    Choice<Background>{Background::blur, "blur", "The frame's own background, blurred"},
    Choice<Background>{Background::image, "image", "The picture background-image"},
};

template <>
inline constexpr auto options<Look> = std::tuple{
    Option{&Look::alpha_mode,
           {.name = "alpha-mode",
            .nick = "Alpha mode",
            .blurb = "Relation of colours to alpha in a cut-out"}},
    Option{&Look::background,
           {.name = "background",
            .nick = "Background",
            .blurb = "What stands behind the person",
            .of_stream = "; all but transparent make the output opaque. Where it is taken away "
                         "while playing and nothing downstream uses alpha, background-color stands "
                         "in, so that the room is not uncovered"}},
    Option{&Look::background_color,
           {.name = "background-color",
            .nick = "Background colour",
            .blurb = "Colour for background=color, and for a composite whose background is "
                     "transparent",
            .of_stream = " (big-endian ARGB)"}},
    Option{&Look::background_image,
           {.name = "background-image",
            .nick = "Background image",
            .blurb = "Picture file for background=image, scaled to cover the frame",
            .file = true}},
    Option{&Look::blur_strength,
           {.name = "blur-strength",
            .nick = "Blur strength",
            .blurb = "Strength of background=blur, 0 to 1; at 1 sigma is a twelfth of the frame's "
                     "longer side",
            .most = 1}},
    Option{&Look::despill,
           {.name = "despill",
            .nick = "Despill",
            .blurb = "How much of the room's colours is taken out of pixels that are partly "
                     "person, hair above all: 0 (nothing) to 1",
            .most = 1}},
    Option{&Look::light_wrap,
           {.name = "light-wrap",
            .nick = "Light wrap",
            .blurb = "How much of the background's light falls around the person's edges: 0 "
                     "(nothing) to 1",
            .most = 1}},
};

/// What is to be made, in a struct of one's own; who makes it says so in his words.
template <typename Struct>
constexpr Option<Struct, Output> output_option(Output Struct::*field, const char* blurb) {
  return {field, {.name = "output", .nick = "Output", .blurb = blurb}};
}

}  // namespace shm
