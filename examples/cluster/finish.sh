#!/bin/sh
# Writes the lists of a prepared data set and checks it: finish.sh DATA
set -eu
data=$1
shm-prep list "$data" --val 0.1
shm-prep check "$data"
