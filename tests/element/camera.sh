#!/bin/bash
# A real V4L2 camera (the kernel's test driver, in a virtual machine) is matted with no caps filter and no converter
# between; examples/virtual_camera.sh offers a picture as a camera; then the camera is changed, stopped and unplugged (test_camera.cpp,
# with the fake library). Skips (77) where there is no QEMU or no script that runs it. Takes minutes, since QEMU emulates the processor: hence two frames and the network's smallest size.
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
settings="export $(printf '%q ' "${settings[@]}")"
examples=$(realpath "$(dirname "$0")/../../examples")
# With a device that takes pictures, as /dev/video1.
VIVID_OUT=1 "$run" "$settings examples=$examples"'
set -e
gst-launch-1.0 -q --no-position v4l2src num-buffers=2 ! shmmatting size=64 ! pngenc ! multifilesink location=/tmp/f%d.png
color_type=$(od -An -tu1 -j25 -N1 /tmp/f1.png)
echo "color type of the second PNG: $color_type"
[ $color_type = 6 ]
export SOURCE="videotestsrc num-buffers=4 ! video/x-raw,width=320,height=180" BACKGROUND=color
$examples/virtual_camera.sh /dev/video1 > /tmp/said 2>&1 || { cat /tmp/said; exit 1; }
echo "four frames went to a virtual camera"'
"$run" "$settings SHM_LIBRARY=$fake_library; $live_camera"
