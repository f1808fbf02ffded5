// SPDX-License-Identifier: MIT
// Names of CLI11, whose own header costs 12 s of compiling: for headers that only hand them on.
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): theirs
class App;
}
