#!/bin/bash
# A real V4L2 camera (the kernel's test driver, in a virtual machine) is matted with no caps filter and no converter
# between. Skips (77) where there is no QEMU or no script that runs it. Takes minutes, since QEMU emulates the
# processor: hence two frames and the network's smallest size.
set -euo pipefail
run=$1/v4l2-vm/run
[ -x "$run" ] && command -v qemu-system-x86_64 > /dev/null || { echo "no QEMU or no $run"; exit 77; }
export V4L2_VM_SECONDS=1100
"$run" 'gst-launch-1.0 -q v4l2src num-buffers=2 ! shmmatting size=64 ! pngenc ! multifilesink location=/tmp/f%d.png &&
  color_type=$(od -An -tu1 -j25 -N1 /tmp/f1.png) && echo "colour type of the second PNG: $color_type" &&
  [ $color_type = 6 ]'
