#!/bin/sh
# The whole preparation with GNU parallel: parallel.sh DATA [SHARES [PARALLEL OPTIONS...]]
#   parallel.sh /data/people                                      on this machine
#   parallel.sh /data/people 64 --sshlogin node1,node2,node3      on others that see the same folder
# A share works on one picture at a time: parallel itself keeps the cores busy.
set -eu
data=$1
shares=${2:-$(nproc)}
[ $# -lt 2 ] || shift
shift
here=$(cd "$(dirname "$0")" && pwd)
seq "$shares" | parallel --halt soon,fail=1 "$@" -q "$here/prepare.sh" "$data" "{}/$shares" 1
"$here/finish.sh" "$data"
