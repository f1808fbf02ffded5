#!/bin/bash
# A real V4L2 camera (the kernel's test driver, in a virtual machine) is matted with no caps filter and no converter
# between; then it is changed, stopped and unplugged (test_camera.cpp, with the fake library). Skips (77) where there is no QEMU or no
# script that runs it. Takes minutes, since QEMU emulates the processor: hence two frames and the network's smallest size.
set -euo pipefail
live_camera=$2 fake_library=$3
run=$1/v4l2-vm/run
[ -x "$run" ] && command -v qemu-system-x86_64 > /dev/null || { echo "no QEMU or no $run"; exit 77; }
export V4L2_VM_SECONDS=1100

# The virtual machine hands on few variables; and a sanitizer's runtime must be in gst-launch-1.0, which has none.
settings=(LD_PRELOAD="$(ldd "$GST_PLUGIN_PATH/libgstshmmatting.so" | awk '/lib(asan|ubsan)/ { printf "%s ", $3 }')")
for name in SHM_LIBRARY ASAN_OPTIONS GST_REGISTRY_FORK; do
  [ -z "${!name:-}" ] || settings+=("$name=${!name}")
done
"$run" "env $(printf '%q ' "${settings[@]}")"' gst-launch-1.0 -q v4l2src num-buffers=2 ! shmmatting size=64 ! pngenc ! multifilesink location=/tmp/f%d.png &&
  color_type=$(od -An -tu1 -j25 -N1 /tmp/f1.png) && echo "colour type of the second PNG: $color_type" &&
  [ $color_type = 6 ] &&
  '"SHM_LIBRARY=$fake_library $live_camera"
