#!/bin/bash
# SPDX-License-Identifier: MIT
# Records you with alpha, for an editor. Ctrl-C ends.
#
#   examples/record_with_alpha.sh me.mov    ProRes 4444: every editor reads it; 10 bits
#   examples/record_with_alpha.sh me.mkv    FFV1: without loss, quicker to write; ffmpeg and GStreamer read it
#
# H.264, VP9 and AV1 as GStreamer 1.22 writes them have no alpha. SOURCE is the pipeline's source, v4l2src unless set.
set -euo pipefail
out=${1:-me.mov}
case $out in
  *.mov) write=(videoconvert ! video/x-raw,format=A444_10LE ! avenc_prores_ks profile=4444 ! qtmux) ;;
  *.mkv) write=(video/x-raw,format=BGRA ! avenc_ffv1 ! matroskamux) ;;
  *) echo "usage: record_with_alpha.sh FILE.mov | FILE.mkv" >&2; exit 2 ;;
esac
exec gst-launch-1.0 -e ${SOURCE:-v4l2src} ! queue ! shmmatting ! queue ! "${write[@]}" ! filesink location="$out"
