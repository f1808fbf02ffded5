// SPDX-License-Identifier: MIT
// What systemd is told where it started the program, as sd_notify(3) has it.
#pragma once

#include <string>

namespace shm::camera {

/// That all is ready, and what `systemctl status` shows from now on. Nothing where nobody asked.
void tell_systemd(const std::string& status);

}  // namespace shm::camera
