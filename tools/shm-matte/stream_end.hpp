// SPDX-License-Identifier: MIT
// The end of a stream past an element.
#pragma once

#include <gst/gst.h>

namespace shm::tools {

/// Has the end go around an encoder that keeps no frame back: OpenH264, asked for some, prints an
/// error that is none.
void end_around(GstElement* encoder);

}  // namespace shm::tools
