#!/bin/bash
# SPDX-License-Identifier: MIT
# You before a blurred room, to another machine by SRT.
#
#   examples/stream_srt.sh receive           on the other machine, first
#   examples/stream_srt.sh send HOST         HOST is the other machine, this one unless given
#
# SOURCE is the camera, v4l2src unless set; SINK where the receiver shows it. RTMP: flvmux ! rtmp2sink location=rtmp://... in place of
# mpegtsmux and what follows. WebRTC: webrtcbin needs gstreamer1.0-nice, and a signalling server.
set -euo pipefail
port=${PORT:-7001}
case ${1:-} in
  send)
    exec gst-launch-1.0 -e ${SOURCE:-v4l2src} ! queue max-size-buffers=1 leaky=downstream ! \
      shmmatting background=blur ! video/x-raw,format=I420 ! openh264enc bitrate=2000000 gop-size=30 ! h264parse config-interval=1 ! \
      mpegtsmux alignment=7 ! srtsink uri="srt://${2:-127.0.0.1}:$port" ;;
  receive)
    exec gst-launch-1.0 -e srtsrc uri="srt://:$port?mode=listener" ! decodebin ! ${SINK:-videoconvert ! autovideosink} ;;
  *) echo "usage: stream_srt.sh receive | send [HOST]" >&2; exit 2 ;;
esac
