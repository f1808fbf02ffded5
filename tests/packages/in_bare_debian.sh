#!/bin/bash
# Installs the packages as people do, runs what debian/tests has, upgrades and purges them: for a bare Debian 12 that may be thrown
# away (a container, debootstrap), as root.
#
#   tests/packages/in_bare_debian.sh FOLDER_OF_DEBS
set -euo pipefail
root=$(realpath "$(dirname "$0")/../..")
debs=$(realpath "$1")
export DEBIAN_FRONTEND=noninteractive AUTOPKGTEST_TMP=
ours=(libshmmatting0 libshmmatting-codecs0 libshmmatting-dev gstreamer1.0-shmmatting shm-matting-tools shm-matting-camera shm-matting-models)

say() { printf '== %s\n' "$*"; }
install() { apt-get install -y -q "$@" > /tmp/apt.log 2>&1 || { tail -20 /tmp/apt.log >&2; return 1; }; }
used() { du -sxm --exclude=/root --exclude=/tmp / | cut -f1; }

# Files with our name that no package has, but for what dpkg and apt keep of packages of such names.
strays() {
  find / -xdev \( -path /proc -o -path /dev -o -path /run -o -path /root -o -path /tmp -o -path "$root" -o -path /var/cache -o -path /var/lib/dpkg \) -prune \
    -o -name '*shm*' -print | sort |
    while read -r file; do dpkg -S "$file" > /dev/null 2>&1 || printf '%s\n' "$file"; done
}

run_test() {
  AUTOPKGTEST_TMP=$(mktemp -d)
  "$root/debian/tests/$1"
  rm -rf "$AUTOPKGTEST_TMP"
  say "$1: good"
}

# The same packages under a later version.
later_versions() {
  local deb work=/tmp/later
  mkdir -p $work/debs
  for deb in "$debs"/*.deb; do
    rm -rf $work/tree
    dpkg-deb -R "$deb" $work/tree
    sed -i -E '/^(Version|Depends):/s/\b0\.1\.0\b/0.1.0+later/g' $work/tree/DEBIAN/control
    dpkg-deb -b $work/tree $work/debs > /dev/null
  done
}

strays > /tmp/strays
apt-get update -qq > /dev/null
before=$(used) begin=$SECONDS
install "$debs"/{libshmmatting0,gstreamer1.0-shmmatting,shm-matting-models}_*.deb gstreamer1.0-tools gstreamer1.0-plugins-{base,good}
say "the element: $(grep 'Need to get' /tmp/apt.log), $((SECONDS - begin)) s, $(($(used) - before)) MB on disk"
run_test pipeline

begin=$SECONDS
install "$debs"/*.deb
say "all: $(grep 'Need to get' /tmp/apt.log), $((SECONDS - begin)) s more"
run_test tools
run_test camera
install gcc libc6-dev pkg-config
run_test compile

later_versions
install /tmp/later/debs/*.deb
dpkg-query -W -f='${Version} ${Status}\n' "${ours[@]}" | sort | uniq -c
run_test pipeline

apt-get purge -y -qq "${ours[@]}" > /dev/null
left=$(strays | comm -13 /tmp/strays -)
[ -z "$left" ] || { say "left behind: $left"; exit 1; }
! dpkg-query -W 2>/dev/null "${ours[@]}" | grep . || { say "not purged"; exit 1; }
say "purged: nothing is left"
