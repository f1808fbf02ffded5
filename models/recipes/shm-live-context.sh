#!/usr/bin/env bash
# Trains the default model, a shm-live-context, from a shm-live: with the whole picture in view; with
# people far off, in crowds and out of focus, before rooms on which the model erred; then with rooms
# in which nobody is. Weights between what it learned and what it began with find both who was found
# before and who is found now. Start it again to go on where it was stopped.
#
#   models/recipes/shm-live-context.sh MODEL WORK
#
# MODEL  the shm-live to begin with: what shm-live.sh leaves
# WORK   gets the runs and default.safetensors; its data/ is what data.sh lays out
# SHM_TRAIN and SHM_EVAL name the programs, default build/tools/shm-train and shm-eval; THREADS what
# training computes with; PYTHON one with Pillow and numpy.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
here=$(dirname "$(realpath "$0")")
model=$(realpath "$1") work=$2
tools=$here/../../build/tools
train=${SHM_TRAIN:-$tools/shm-train}
python=${PYTHON:-python3}
data=$work/data

[ -d "$data/nobody" ] ||
  "$python" "$here/hard_rooms.py" "$data" "$model" --evaluator "${SHM_EVAL:-$tools/shm-eval}"
[ -d "$data/poor" ] || "$python" "$here/poor_pictures.py" "$data/fashion/image" "$data/poor"

# A phase is a run of its own, which begins with the weights that the one before left. Epochs are
# short, so that the rate falls every 65 steps or so.
phase() {  # name, weights to begin with, epochs, data
  local name=$1 begin=(--init "$2") epochs=$3
  shift 3
  [ -e "$work/runs/$name/model/ckpt_lastest.safetensors" ] && begin=(--resume)
  "$train" --data "$data/alphas/portraits=0.07" --data "$data/alphas/fashion=0.035" \
    --data "$data/alphas/faces=0.035" --data "$data/alphas/people=0.045" \
    --data "$data/cutouts=0.12" "$@" --backgrounds "$data/empty" \
    --backgrounds "$data/hard-rooms" --backgrounds "$data/hard-rooms" \
    --val-data "$data/portraits" --val-list "$data/portraits/val.txt" \
    --architecture shm-live-context --train_phase end_to_end --loss "trimap=0.3,laplacian=0.5" \
    --crowd 0.3 --distant 0.12 --defocus 0.2 --strands 0.1 --tint 0.05 --patch_size 512 \
    --train_batch 6 --nEpochs "$epochs" --optimizer adamw --weight-decay 0.01 --lr 4e-4 \
    --warmup 20 --lrdecayType poly --ema 0.99 --clip-grad 5 --encoder-lr-scale 0.5 --save-steps 50 \
    --threads "${THREADS:-0}" --nThreads "${THREADS:-2}" --saveDir "$work/runs" --load "$name" \
    "${begin[@]}"
}

export_model() {  # checkpoint, file
  "$train" export "$1" -o "$2" --overwrite --size 640 --good-sizes 256 960 \
    --calibrate "$data/people/image" --calibrate "$data/faces/image" \
    --calibrate "$data/empty" --calibrate "$data/poor" \
    --license "research use" --training "models/recipes/shm-live.sh, then shm-live-context.sh"
}

last() { echo "$work/runs/$1/model/ckpt_lastest.safetensors"; }

phase context "$model" 32 --data "$data/hard-people=0.25"
[ -e "$work/context.safetensors" ] || export_model "$(last context)" "$work/context.safetensors"
phase rooms "$work/context.safetensors" 16 --data "$data/hard-people=0.2" --data "$data/nobody=0.09"
"$python" "$here/mix_weights.py" "$(last rooms)" "$model" 0.7 "$work/mixed.safetensors"
export_model "$work/mixed.safetensors" "$work/default.safetensors"
