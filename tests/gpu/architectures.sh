#!/bin/bash
# Whether a program holds code for each architecture that nvcc was asked for, and PTX for those to come.
#
#   tests/gpu/architectures.sh NVCC ARCHITECTURES PROGRAM
#
# Exits with 77, which has the test skipped, where no cuobjdump is: a part of a CUDA Toolkit may lack it.
set -euo pipefail

nvcc=$1 architectures=$2 program=$3
PATH=$PATH:$(dirname "$(realpath "$nvcc")")
command -v cuobjdump >/dev/null || { echo "no cuobjdump in PATH or beside nvcc"; exit 77; }

# Names of architectures, each once.
names() { grep -o 'sm_[0-9]*[a-z]*' | sort -u; }

asked=$("$nvcc" -arch="$architectures" --dryrun -x cu -c /dev/null -o /dev/null 2>&1 | names)
held=$(cuobjdump --list-elf "$program" | names)
newest=$(cuobjdump --list-ptx "$program" | names)
echo "code for" $held, "PTX for" $newest
[ "$held" = "$asked" ] || { echo "asked for:" $asked; exit 1; }
[ "$newest" = "$(sort -V <<<"$asked" | tail -1)" ] || { echo "PTX is not for the newest alone"; exit 1; }
