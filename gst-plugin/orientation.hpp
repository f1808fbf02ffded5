// SPDX-License-Identifier: MIT
// How the picture lies in a stream's frames, as tags say.
#pragma once

#include <gst/gst.h>

#include "shm/turn.hpp"

namespace shm {

/// What a stream's own tags say counts before those of the whole medium. Belongs to the streaming
/// thread.
class Orientation {
 public:
  void restart() { of_stream_ = of_medium_ = {}; }
  void hear(GstEvent* tags);
  /// How frames are to be turned so that people stand upright.
  Turn upright() const { return of_stream_.known ? of_stream_.turn : of_medium_.turn; }

 private:
  struct Told {
    bool known = false;
    Turn turn;
  };
  Told of_stream_, of_medium_;
};

/// Whether a videoflip before the pad turns frames as the tag says: GStreamer 1.22's leaves it as
/// it was, and frames would be turned twice.
bool is_turned_before(GstPad* sink);

}  // namespace shm
