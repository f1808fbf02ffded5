#!/usr/bin/env python3
"""Tables for docs/performance.md, of files that shm-bench --json wrote.

    bench/performance_table.py --before FILE... [--after FILE...]

Several files of one side are runs of the same: their medians are told. A cell is what was before, an arrow, and what
is after.
"""

import argparse
import json
import statistics

COLUMNS = [  # title, where it stands in a run, decimals
    ("frames/s", "frames_per_second", 1),
    ("total p50", "stages_ms/total/p50", 1),
    ("p95", "stages_ms/total/p95", 1),
    ("p50 x", "to_quiet/p50", 2),
    ("p95 x", "to_quiet/p95", 2),
    ("interval p95", "interval_ms/p95", 1),
    ("age p50", "age_ms/p50", 0),
    ("age p95", "age_ms/p95", 0),
    ("CPU ms a frame", "cpu_ms_a_frame", 1),
    ("% of a core", "cpu_percent", 0),
    ("MiB", "memory_mib", 0),
    ("MiB x", "to_quiet/memory", 2),
]


def pipeline(run):
    kind = "live" if run["live"] else "not live"
    threads = "threads=0" if run["threads"] == 0 else f"{run['threads']} threads"
    return f"{run['size']}, {kind}, {run['picture']}, {run['scene']}, {threads}, {run['precision']}"


def runs_of(files):
    """Of all files: the runs by pipeline and by what was beside it, in the order in which they came."""
    found = {}
    for file in files:
        with open(file, encoding="utf-8") as text:
            figures = json.load(text)
        for run in figures["pipelines"] + figures["live"]:
            found.setdefault(pipeline(run), {}).setdefault(run["beside"], []).append(run)
    return found


def median(runs, path):
    values = []
    for value in runs:
        for field in path.split("/"):
            value = value.get(field) if value else None
        if value is not None:
            values.append(value)
    return statistics.median(values) if values else None


def cell(before, after, decimals):
    def number(value):
        return "–" if value is None else f"{value:.{decimals}f}"

    return number(before) if after is None else f"{number(before)} → {number(after)}"


def table(before, after):
    beside = list(dict.fromkeys([*before, *after]))
    runs = [run for side in (before, after) for runs in side.values() for run in runs]
    known = [column for column in COLUMNS if median(runs, column[1]) is not None]
    yield "| beside it | " + " | ".join(title for title, _, _ in known) + " |"
    yield "|---|" + "---|" * len(known)
    for load in beside:
        cells = [cell(median(before.get(load, []), path), median(after.get(load, []), path), decimals)
                 for _, path, decimals in known]
        yield f"| {load} | " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", nargs="+", default=[], metavar="FILE")
    parser.add_argument("--after", nargs="+", default=[], metavar="FILE")
    arguments = parser.parse_args()
    before, after = runs_of(arguments.before), runs_of(arguments.after)
    for name in dict.fromkeys([*before, *after]):
        print(f"\n### {name}")
        print("\n".join(table(before.get(name, {}), after.get(name, {}))))


if __name__ == "__main__":
    main()
