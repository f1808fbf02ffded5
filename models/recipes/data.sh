#!/usr/bin/env bash
# Lays out training data for the recipes: links to the sets, lists, and what is held back to judge by.
#
#   models/recipes/data.sh SETS OUT
#
# SETS holds portraits/ fashion/ faces/ people/ (image/, mask/, train.txt), cutouts/ (foreground/,
# alpha/, train.txt), backgrounds/ and rooms/ (pictures without people).
# OUT gets the same folders as links, each with its train.txt, and for cutouts and people, and in
# empty-held/ for rooms, what no training sees: one name in twenty (of rooms: in ten), by a hash of
# the name, so that the choice is the same everywhere. alphas/ gets those with masks once more, with
# alphas that shm-prep makes of the masks (about 4 minutes).
# SHM_PREP names the program, default build/tools/shm-prep.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
sets=$(realpath "$1") out=$2
prep=${SHM_PREP:-$(dirname "$(realpath "$0")")/../../build/tools/shm-prep}

held() { [ $(($(printf %s "$1" | cksum | cut -d' ' -f1) % $2)) -eq 0 ]; }

link_set() {  # where, set, its folders
  local where=$out/$1 name=$2 folder
  shift 2
  mkdir -p "$where"
  for folder in "$@"; do ln -sfn "$sets/$name/$folder" "$where/$folder"; done
}

split_list() {  # name, of how many one is held back
  local name
  : >"$out/$1/train.txt"
  : >"$out/$1/val.txt"
  while read -r name; do
    if held "$name" "$2"; then echo "$name" >>"$out/$1/val.txt"; else echo "$name" >>"$out/$1/train.txt"; fi
  done <"$sets/$1/train.txt"
}

link_rooms() {
  local file
  mkdir -p "$out/empty" "$out/empty-held"
  for file in "$sets"/backgrounds/* "$sets"/rooms/*; do
    if held "$(basename "$file")" 10; then ln -sfn "$file" "$out/empty-held/"; else ln -sfn "$file" "$out/empty/"; fi
  done
}

# Masks run a few pixels beside hair; closed-form matting follows the picture within that band.
make_alphas() {  # name
  link_set "alphas/$1" "$1" image mask
  cp "$out/$1"/*.txt "$out/alphas/$1/"
  "$prep" trimap --masks "$out/alphas/$1/mask" --out "$out/alphas/$1/trimap" --size 10
  "$prep" alpha --data "$out/alphas/$1" --method closed-form
}

for name in portraits fashion faces; do
  link_set "$name" "$name" image mask
  cp "$sets/$name"/*.txt "$out/$name/"
done
link_set people people image mask
link_set cutouts cutouts foreground alpha
split_list people 20
split_list cutouts 20
link_rooms
for name in portraits fashion faces people; do make_alphas "$name"; done
