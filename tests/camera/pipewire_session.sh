#!/bin/bash
# Runs a command beside a PipeWire and a session manager of its own, which nothing else hears of: pipewire_session.sh COMMAND.
# Exits with 77, saying why, where they are not installed.
set -uo pipefail

for program in pipewire wireplumber dbus-run-session; do
  command -v $program >/dev/null || { echo "skipped: no $program here"; exit 77; }
done
if [ -z "${SHM_PIPEWIRE_SESSION:-}" ]; then
  export SHM_PIPEWIRE_SESSION=1
  exec dbus-run-session -- "$0" "$@"
fi

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$folder"' EXIT
export XDG_RUNTIME_DIR=$folder XDG_CONFIG_HOME=$folder/config XDG_STATE_HOME=$folder/state XDG_DATA_HOME=$folder/data

wait_for() {
  for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done
  echo "nothing came of: $*" >&2
  cat "$folder"/*.log >&2
  return 1
}

pipewire >"$folder/pipewire.log" 2>&1 &
wait_for test -S "$folder/pipewire-0" || exit 1
wireplumber >"$folder/wireplumber.log" 2>&1 &
"$@"
