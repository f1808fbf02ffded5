#!/bin/sh
# Made-up AISegment trees of growing size through shm-prep: time, peak of memory, and whether every
# fault was found. Usage, from the project's root: bench/prep_scale.sh [COUNT...]   (500 2000)
set -eu
build=$(cd "$(dirname "$0")/../build" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- 500 2000
printf '%8s %8s %9s %9s %10s  %s\n' pictures rejected "as meant" seconds "peak MiB" check
for count in "$@"; do
  "$build/tests/cli/make-aisegment" "$work/tree" "$count" | sort > "$work/meant"
  "$build/tools/shm-prep" aisegment "$work/tree" "$work/out" --json > "$work/summary" 2> "$work/log"
  "$build/tools/shm-prep" check "$work/out" > "$work/check" 2>> "$work/log" || true
  python3 - "$work" "$count" <<'PYTHON'
import csv, json, pathlib, sys
work = pathlib.Path(sys.argv[1])
summary = json.loads((work / "summary").read_text())
with open(work / "out/rejected.csv", newline="", encoding="utf-8") as table:
    rejected = sorted(row["name"] for row in csv.DictReader(table))
meant = sorted((work / "meant").read_text(encoding="utf-8").splitlines())
verdict = json.loads((work / "out/check.json").read_text())["passed"]
print(f"{sys.argv[2]:>8} {len(rejected):>8} {'yes' if rejected == meant else 'NO':>9} {summary['seconds']:9.1f} "
      f"{summary['peak_memory_bytes'] / 2**20:10.0f}  {'passed' if verdict else 'NOT PASSED'}")
PYTHON
  rm -rf "$work/tree" "$work/out"
done
