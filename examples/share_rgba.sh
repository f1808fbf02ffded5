#!/bin/bash
# SPDX-License-Identifier: MIT
# Cut-outs for another process, uncompressed and with alpha, by shared memory.
#
#   examples/share_rgba.sh send          the process that has the camera
#   examples/share_rgba.sh receive       any others: here you over a pattern
#
# SOURCE is the camera, v4l2src unless set; SINK where the receiver shows it; SOCKET what both know. Who receives must know the caps:
# shared memory carries bytes alone.
set -euo pipefail
socket=${SOCKET:-${XDG_RUNTIME_DIR:-/tmp}/shmmatting.sock}
size=width=640,height=480
case ${1:-} in
  send)
    exec gst-launch-1.0 -e ${SOURCE:-v4l2src} ! videoconvert ! videoscale ! video/x-raw,$size ! queue ! \
      shmmatting ! video/x-raw,format=RGBA ! shmsink socket-path="$socket" wait-for-connection=false ;;
  receive)
    exec gst-launch-1.0 -e compositor name=mix ! ${SINK:-videoconvert ! autovideosink} \
      videotestsrc is-live=true pattern=ball ! video/x-raw,$size ! mix.sink_0 \
      shmsrc socket-path="$socket" is-live=true do-timestamp=true ! \
      video/x-raw,format=RGBA,$size,framerate=30/1 ! queue ! mix.sink_1 ;;
  *) echo "usage: share_rgba.sh send | receive" >&2; exit 2 ;;
esac
