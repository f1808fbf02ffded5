#!/bin/bash
# The preparation as a Slurm array: sbatch --array=1-64 slurm.sh DATA
# then, when all shares are done:  sbatch --dependency=afterok:JOBID --wrap "finish.sh DATA"
# A task that was preempted is queued again and goes on where it was.
#SBATCH --job-name=shm-prep
#SBATCH --cpus-per-task=8
#SBATCH --mem=16G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --signal=TERM@60
set -eu
here=${SHM_CLUSTER:-$SLURM_SUBMIT_DIR}   # the folder of prepare.sh: Slurm runs a copy of this file
share=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))
exec "$here/prepare.sh" "$1" "$share/$SLURM_ARRAY_TASK_COUNT"
