#!/bin/bash
# SPDX-License-Identifier: MIT
# You before a blurred room as a camera of its own, for any call.
#
#   examples/virtual_camera.sh [DEVICE]     /dev/video10 unless given
#
# SOURCE is the pipeline's source, v4l2src unless set; BACKGROUND what stands behind you.
set -euo pipefail
device=${1:-/dev/video10}
if [ ! -c "$device" ]; then
  echo "no $device; load one (Debian: apt install v4l2loopback-dkms):" >&2
  echo "  sudo modprobe v4l2loopback exclusive_caps=1 video_nr=${device//[!0-9]/} card_label=shmmatting" >&2
  exit 1
fi
# Calls take YUY2; the queue lets a late frame go instead of the next.
exec gst-launch-1.0 -e ${SOURCE:-v4l2src} ! queue max-size-buffers=1 leaky=downstream ! \
  shmmatting background="${BACKGROUND:-blur}" ! video/x-raw,format=YUY2 ! v4l2sink device="$device"
