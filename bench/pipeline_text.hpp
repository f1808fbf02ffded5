// SPDX-License-Identifier: MIT
// A measured pipeline as gst_parse_launch() reads it.
#pragma once

#include <optional>
#include <string>

#include "pipeline.hpp"

namespace shm::bench {

struct FrameSize {
  int width, height;
};

/// Of "640x480"; nothing where `text` is not WIDTHxHEIGHT.
std::optional<FrameSize> read_size(const std::string& text);

/// The same; throws InvalidOption where it is none.
FrameSize parse_size(const std::string& text);

/// What is wrong with a text that is no size.
std::string size_fault(const std::string& text);

/// The pipeline as gst_parse_launch() reads it, with elements "camera", "matting" and "sink".
std::string pipeline_text(const PipelineSetup& setup);

}  // namespace shm::bench
