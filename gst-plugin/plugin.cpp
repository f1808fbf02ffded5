// SPDX-License-Identifier: MIT
// What GStreamer finds in the plugin's file.
#include <gst/gst.h>

#include "commit.hpp"
#include "shmmatting.hpp"

namespace {

gboolean plugin_init(GstPlugin* plugin) {
  return GST_ELEMENT_REGISTER(shmmatting, plugin);
}

}  // namespace

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, shmmatting,
                  "Cuts people out of video (" SHM_COMMIT "; vector units: " SHM_VECTOR_UNITS ")",
                  plugin_init, SHM_VERSION, "MIT/X11", "shmmatting", SHM_HOMEPAGE)
