#!/bin/bash
# SPDX-License-Identifier: MIT
# shm-camera on a real camera, which it may take away: busy and free again, forbidden and allowed again. As root, on a machine that
# may be thrown away, such as a virtual one with the kernel's test camera (modprobe vivid).
#
#   tests/camera/on_a_device.sh SHM_CAMERA [DEVICE [FLAGS OF SHM_CAMERA...]]
set -euo pipefail
program=$(realpath "$1")
device=${2:-/dev/video0}
flags=("${@:3}")
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
chmod 777 "$work"

start() {
  : > "$work/out"
  "$@" "$program" --camera "$device" --output none --port 0 --width 160 --height 120 --rate 5 --settings "$work/camera.ini" --backgrounds "$work" "${flags[@]}" > "$work/out" &
  camera=$!
  until grep -q token "$work/out"; do sleep 0.2; done
  address=$(sed 's|/#token=.*||' "$work/out")
  token=$(sed 's/.*token=//' "$work/out")
}

ask() { curl -s -m 20 -H "Authorization: Bearer $token" "$address/api/$1"; }

# Looks until it is so.
reach() {
  for _ in $(seq 120); do
    ask 'frame?after=0' > /dev/null || true
    if ask state | grep -q "\"state\":\"$1\""; then echo "passed: $2"; return; fi
    sleep 0.5
  done
  echo "FAILED: $2: $(ask state)" >&2
  return 1
}

end() { kill "$camera"; wait "$camera"; }

gst-launch-1.0 -q v4l2src device="$device" ! fakesink & other=$!
sleep 5
start env
reach busy "another program has the camera"
kill $other
reach running "it lets go"
end
chmod 600 "$device"
start setpriv --reuid=65534 --regid=65534 --clear-groups
reach no-permission "this user may not open it"
chmod 666 "$device"
reach running "it is allowed"
end
