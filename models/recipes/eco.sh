#!/usr/bin/env bash
# Trains eco: the default model's network, at home at 416 pixels instead of 640. Weights between what
# it learned and what it began with are better than either. Start it again to go on where it was
# stopped.
#
#   models/recipes/eco.sh MODEL WORK
#
# MODEL  the one to begin with: what shm-live-context.sh leaves
# WORK   where that was trained: its data/ is taken as it is; gets the run and eco.safetensors
# SHM_TRAIN names the program, default build/tools/shm-train; THREADS what training computes with;
# PYTHON one with numpy.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
model=$(realpath "$1") work=$2
here=$(dirname "$(realpath "$0")")
train=${SHM_TRAIN:-$here/../../build/tools/shm-train}
data=$work/data
last=$work/runs/eco/model/ckpt_lastest.safetensors

begin=(--init "$model")
[ -e "$last" ] && begin=(--resume)
"$train" --data "$data/alphas/portraits=0.07" --data "$data/alphas/fashion=0.035" \
  --data "$data/alphas/faces=0.035" --data "$data/alphas/people=0.045" \
  --data "$data/cutouts=0.12" --data "$data/hard-people=0.2" --data "$data/nobody=0.06" \
  --backgrounds "$data/empty" --backgrounds "$data/hard-rooms" --backgrounds "$data/hard-rooms" \
  --val-data "$data/portraits" --val-list "$data/portraits/val.txt" \
  --train_phase end_to_end --loss "trimap=0.3,laplacian=0.5" \
  --crowd 0.3 --distant 0.08 --defocus 0.15 --strands 0.1 --tint 0.05 --patch_size 320 \
  --train_batch 8 --nEpochs 35 --optimizer adamw --weight-decay 0.01 --lr 4e-4 \
  --warmup 20 --lrdecayType poly --ema 0.99 --clip-grad 5 --encoder-lr-scale 0.5 --save-steps 50 \
  --threads "${THREADS:-0}" --nThreads "${THREADS:-2}" --saveDir "$work/runs" --load eco "${begin[@]}"

"${PYTHON:-python3}" "$here/mix_weights.py" "$last" "$model" 0.6 "$work/eco-mixed.safetensors"
"$train" export "$work/eco-mixed.safetensors" -o "$work/eco.safetensors" --overwrite --size 416 --good-sizes 192 640 \
  --calibrate "$data/people/image" --calibrate "$data/faces/image" \
  --calibrate "$data/empty" --calibrate "$data/poor" \
  --license "research use" \
  --training "models/recipes/shm-live.sh, then shm-live-context.sh, then eco.sh"
