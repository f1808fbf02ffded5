#!/bin/bash
# SPDX-License-Identifier: MIT
# Two people before two cameras, side by side in one room. Both networks share one pool of threads.
#
#   examples/two_cameras.sh [PICTURE]     what stands behind both, examples/background.jpg unless given
#
# LEFT and RIGHT are the cameras, /dev/video0 and /dev/video2 unless set; SINK is where the picture goes.
set -euo pipefail
picture=${1:-$(dirname "$0")/background.jpg}
size=video/x-raw,width=1280,height=480
exec gst-launch-1.0 -e \
  compositor name=mix sink_2::xpos=640 ! $size ! ${SINK:-videoconvert ! autovideosink} \
  filesrc location="$picture" ! decodebin ! videoconvert ! videoscale add-borders=false ! $size ! \
  imagefreeze is-live=true ! video/x-raw,framerate=30/1 ! queue ! mix.sink_0 \
  ${LEFT:-v4l2src device=/dev/video0} ! queue ! shmmatting ! queue ! mix.sink_1 \
  ${RIGHT:-v4l2src device=/dev/video2} ! queue ! shmmatting ! queue ! mix.sink_2
