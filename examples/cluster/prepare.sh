#!/bin/sh
# Prepares one share of a data set: DATA/image and DATA/mask become trimap/, alpha/ and foreground/.
#   prepare.sh DATA I/N [JOBS]        JOBS: pictures side by side; else one a core
# Every share may run on a machine of its own, in any order, and again where it was cut off: what is
# done is skipped. After the last share, finish.sh writes the lists and checks the whole.
set -eu
data=$1
shard=$2
jobs=${3:-0}
shm-prep trimap --masks "$data/mask" --out "$data/trimap" --shard "$shard" --jobs "$jobs"
shm-prep alpha --data "$data" --shard "$shard" --jobs "$jobs"
shm-prep foreground --data "$data" --shard "$shard" --jobs "$jobs"
