// SPDX-License-Identifier: MIT
// GLib's main loop, until Ctrl-C or SIGTERM.
#include "shm-camera/main_loop.hpp"

#include <glib-unix.h>

#include <csignal>

#include "common/program.hpp"
#include "gst_ptr.hpp"

namespace shm::camera {
namespace {

gboolean quit(gpointer loop) {
  g_main_loop_quit(static_cast<GMainLoop*>(loop));
  return G_SOURCE_CONTINUE;
}

}  // namespace

void run_until_interrupted() {
  const MainLoopPtr loop(g_main_loop_new(nullptr, FALSE));
  const guint interrupt = g_unix_signal_add(SIGINT, quit, loop.get());
  const guint end = g_unix_signal_add(SIGTERM, quit, loop.get());
  if (!tools::interrupted()) g_main_loop_run(loop.get());  // while all was made ready
  g_source_remove(interrupt);
  g_source_remove(end);
}

}  // namespace shm::camera
