#!/bin/bash
# A real V4L2 camera (the kernel's test driver, in a virtual machine) is matted with no caps filter and no converter
# between. Skips (77) where there is no QEMU or no script that runs it. Minutes: QEMU emulates the processor.
set -euo pipefail
run=$1/v4l2-vm/run
[ -x "$run" ] && command -v qemu-system-x86_64 > /dev/null || { echo "no QEMU or no $run"; exit 77; }
color_type_of_png='od -An -tu1 -j25 -N1'
"$run" "gst-launch-1.0 -q v4l2src num-buffers=2 ! shmmatting ! pngenc ! multifilesink location=/tmp/f%d.png &&
  [ \"\$($color_type_of_png /tmp/f1.png | tr -d ' ')\" = 6 ] && echo 'two frames with alpha'"
