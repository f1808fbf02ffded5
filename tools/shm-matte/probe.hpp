// SPDX-License-Identifier: MIT
// What a pad's probes look at and replace.
#pragma once

#include <gst/gst.h>

#include <string>

namespace shm::tools {

/// "" where the pad has none yet.
std::string id_of(GstPad* pad);

/// The probed buffer; nullptr for events.
GstBuffer* buffer_in(const GstPadProbeInfo* info);

/// The caps of a probed CAPS event; nullptr for every other event and for buffers.
GstCaps* caps_in(GstPadProbeInfo* info);

/// Of a probe that sees what flows downstream.
inline constexpr auto data_probe =
    GstPadProbeType(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM);

/// Lets others pass instead.
void replace_caps(GstPadProbeInfo* info, GstCaps* caps);
void replace_event(GstPadProbeInfo* info, GstEvent* event);

/// Has `change` see each buffer and event that comes to a sink pad. The pad says that it takes
/// every format: those behind it would refuse what is only changed here.
void change_data(GstPad* pad, GstPadProbeCallback change);

}  // namespace shm::tools
