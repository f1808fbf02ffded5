#!/usr/bin/env bash
# Trains a shm-live, from which shm-live-context.sh makes the default model. Start it again to go on where it was stopped.
#
#   models/recipes/shm-live.sh SETS ENCODER WORK
#
# SETS     the sets that data.sh lays out
# ENCODER  a pretrained MobileNetV2 as T-Net's encoder, a safetensors file
# WORK     gets data/, the runs and live.safetensors; about 2 GiB
# SHM_TRAIN and SHM_PREP name the programs, default build/tools/shm-train and shm-prep; THREADS what
# training computes with.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
here=$(dirname "$(realpath "$0")")
sets=$1 encoder=$2 work=$3
train=${SHM_TRAIN:-$here/../../build/tools/shm-train}
data=$work/data

# Samples of a phase: masks, cut-outs with this weight.
masks() {
  samples=(--data "$data/portraits" --data "$data/fashion=0.7" --data "$data/faces=0.5"
    --data "$data/people" --data "$data/cutouts=$1")
}
# The alphas made of the masks; a third of the pictures, others in each epoch.
alphas() {
  samples=(--data "$data/alphas/portraits=0.53" --data "$data/alphas/fashion=0.25"
    --data "$data/alphas/faces=0.25" --data "$data/alphas/people=0.35" --data "$data/cutouts=0.7")
}
common=(--backgrounds "$data/empty" --val-data "$data/portraits"
  --val-list "$data/portraits/val.txt" --architecture shm-live --precision bf16
  --optimizer adamw --weight-decay 0.01
  --ema 0.999 --clip-grad 5 --lrdecayType poly --save-steps 200 --encoder-lr-scale 0.5
  --threads "${THREADS:-0}" --nThreads "${THREADS:-2}" --saveDir "$work/runs")
both=(--train_phase end_to_end --loss "trimap=0.3,laplacian=0.5")

# A phase is a run of its own, which begins with the model that the one before left.
phase() {  # name, model to begin with, options
  local name=$1 init=$2 begin=()
  shift 2
  [ -e "$work/$name.safetensors" ] && return
  [ -e "$work/runs/$name/model/ckpt_lastest.safetensors" ] && begin=(--resume)
  "$train" "${samples[@]}" "${common[@]}" --load "$name" --init "$init" "${begin[@]}" "$@"
  "$train" export "$work/runs/$name/model/ckpt_lastest.safetensors" -o "$work/$name.safetensors" \
    --precision fp32
}

mkdir -p "$work"
"$here/data.sh" "$sets" "$data"
masks 1.5
phase trimap "$encoder" --train_phase pre_train_t_net --patch_size 384 --train_batch 8 --nEpochs 10 \
  --lr 1e-3 --warmup 200
phase matte "$work/trimap.safetensors" "${both[@]}" --patch_size 384 --train_batch 8 --nEpochs 7 \
  --lr 7e-4 --warmup 200
masks 2
phase large "$work/matte.safetensors" "${both[@]}" --patch_size 512 --train_batch 6 --nEpochs 4 \
  --lr 5e-4 --warmup 100
alphas
phase hair "$work/large.safetensors" "${both[@]}" --patch_size 512 --train_batch 6 --nEpochs 10 \
  --lr 5e-4 --warmup 100 --seed 7
"$train" export "$work/runs/hair/model/ckpt_lastest.safetensors" -o "$work/live.safetensors" \
  --overwrite --size 640 --calibrate "$data/people/image" --calibrate "$data/faces/image" \
  --calibrate "$data/empty" --license "research use" \
  --training "models/recipes/shm-live.sh: 6,280 steps of T-Net, 4,396 of both at 384x384, 3,996 at 512x512, 3,920 with alphas"
