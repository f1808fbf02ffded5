// SPDX-License-Identifier: MIT
// GLib's main loop, until Ctrl-C or SIGTERM.
#pragma once

namespace shm::camera {

void run_until_interrupted();

}  // namespace shm::camera
