// SPDX-License-Identifier: MIT
// The three classes of a trimap, and their order in T-Net's output.
#pragma once

namespace shm {

/// What a pixel of a trimap can be. The values are the labels of training data.
enum class TrimapClass { background = 0, unknown = 1, foreground = 2 };

/// Which channel of the T-Net's output holds which class. Labels, loss and fusion read this one
/// order; it travels with the model.
struct ClassOrder {
  int background = 0;
  int unknown = 1;
  int foreground = 2;

  bool operator==(const ClassOrder&) const = default;
};

}  // namespace shm
