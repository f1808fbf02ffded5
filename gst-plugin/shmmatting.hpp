// SPDX-License-Identifier: MIT
// The element: GStreamer's calls, handed on to the parts that answer them.
#pragma once

#include <gst/gst.h>

GST_ELEMENT_REGISTER_DECLARE(shmmatting)
