#!/usr/bin/env bash
# Trains a shm-live-context from a shm-live: with the whole picture in view, and with people far off,
# in crowds and out of focus, before rooms on which the model erred. Start it again to go on where it
# was stopped.
#
#   models/recipes/shm-live-context.sh MODEL WORK
#
# MODEL  the shm-live to begin with: what shm-live.sh leaves
# WORK   gets the run and context.safetensors; its data/ is what data.sh lays out
# SHM_TRAIN and SHM_EVAL name the programs, default build/tools/shm-train and shm-eval; THREADS what
# training computes with; EPOCHS how long it is, of 65 steps each; PYTHON one with Pillow.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
here=$(dirname "$(realpath "$0")")
model=$(realpath "$1") work=$2
tools=$here/../../build/tools
train=${SHM_TRAIN:-$tools/shm-train}
data=$work/data
run=$work/runs/context

[ -d "$data/hard-rooms" ] ||
  "${PYTHON:-python3}" "$here/hard_rooms.py" "$data" "$model" --evaluator "${SHM_EVAL:-$tools/shm-eval}"
begin=(--init "$model")
[ -e "$run/model/ckpt_lastest.safetensors" ] && begin=(--resume)
# Epochs are short, so that the rate falls every 65 steps.
"$train" --data "$data/alphas/portraits=0.07" --data "$data/alphas/fashion=0.035" \
  --data "$data/alphas/faces=0.035" --data "$data/alphas/people=0.045" \
  --data "$data/cutouts=0.12" --data "$data/hard-people=0.25" --backgrounds "$data/empty" \
  --backgrounds "$data/hard-rooms" --backgrounds "$data/hard-rooms" \
  --val-data "$data/portraits" --val-list "$data/portraits/val.txt" \
  --architecture shm-live-context --train_phase end_to_end --loss "trimap=0.3,laplacian=0.5" \
  --crowd 0.3 --distant 0.12 --defocus 0.2 --strands 0.1 --tint 0.05 --patch_size 512 \
  --train_batch 6 --nEpochs "${EPOCHS:-10}" --optimizer adamw --weight-decay 0.01 --lr 4e-4 \
  --warmup 20 --lrdecayType poly --ema 0.99 --clip-grad 5 --encoder-lr-scale 0.5 --save-steps 50 \
  --threads "${THREADS:-0}" --nThreads "${THREADS:-2}" --saveDir "$work/runs" --load context \
  "${begin[@]}"
[ -d "$data/poor" ] ||
  "${PYTHON:-python3}" "$here/poor_pictures.py" "$data/fashion/image" "$data/poor"
"$train" export "$run/model/ckpt_lastest.safetensors" -o "$work/context.safetensors" --size 640 \
  --good-sizes 256 960 --calibrate "$data/people/image" --calibrate "$data/faces/image" \
  --calibrate "$data/empty" --calibrate "$data/poor" \
  --license "research use" --training "models/recipes/shm-live.sh, then shm-live-context.sh"
