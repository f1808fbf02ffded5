// SPDX-License-Identifier: MIT
// What decodebin is to do with an element that would take a stream.
#pragma once

namespace shm::tools {

/// As its signal "autoplug-select" wants the answer.
enum Plug { plug_try, plug_expose };

}  // namespace shm::tools
