#!/bin/bash
# SPDX-License-Identifier: MIT
# You in a corner over something else that is live: a second camera, a screen, a stream.
#
#   examples/over_another.sh
#   OTHER="ximagesrc use-damage=false ! videoconvert" examples/over_another.sh      your screen
#   OTHER="srtsrc uri=srt://host:7001 ! decodebin" examples/over_another.sh
#
# SOURCE is the camera, v4l2src unless set; SINK where the picture goes.
set -euo pipefail
exec gst-launch-1.0 -e \
  compositor name=mix sink_1::xpos=960 sink_1::ypos=480 sink_1::width=320 sink_1::height=240 ! \
  video/x-raw,width=1280,height=720 ! ${SINK:-videoconvert ! autovideosink} \
  ${OTHER:-videotestsrc is-live=true pattern=ball ! video/x-raw,width=1280,height=720} ! queue ! mix.sink_0 \
  ${SOURCE:-v4l2src} ! queue ! shmmatting ! queue ! mix.sink_1
