#!/usr/bin/env python3
"""How much more a frame of 1920x1080 costs from Python than from C++: cut-outs of a clip, by turns, median and p95 of processor time,
in which what else runs does not count.

    PYTHONPATH=python SHM_LIBRARY=build/libshm/libshmmatting.so.0.1.0 bench/compare_python.py [--rounds 8] [--frames 40]
"""
import argparse
import pathlib
import statistics
import subprocess
import time

import numpy as np

import shmmatting

root = pathlib.Path(__file__).resolve().parent.parent
width, height = 1920, 1080
first = 5  # frames that are not counted


def clip():
    return subprocess.run(['ffmpeg', '-v', 'error', '-i', str(root / 'examples/walk.mkv'), '-frames:v', '10', '-vf', f'scale={width}:{height}',
                           '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], check=True, stdout=subprocess.PIPE).stdout


def from_cpp(raw, count):
    printed = subprocess.run([root / 'build/bench/frame-bench', str(width), str(height), str(count)], input=raw, check=True, stdout=subprocess.PIPE)
    return [float(line) for line in printed.stdout.split()][first:]


def from_python(raw, count):
    frames = np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)
    times = []
    with shmmatting.Matter() as matter:
        for i in range(count):
            begin = time.process_time()
            cutout = matter.cutout(frames[i % len(frames)])
            times.append(1000 * (time.process_time() - begin))
            del cutout
    return times[first:]


def both(content, count, turn):
    """Which of them goes first takes turns, for the machine is not the same afterwards."""
    times = {measure: measure(content, count) for measure in (from_cpp, from_python)[::1 if turn % 2 == 0 else -1]}
    return times[from_cpp], times[from_python]


def p95(times):
    return statistics.quantiles(times, n=20)[-1]


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('--rounds', type=int, default=8)
parser.add_argument('--frames', type=int, default=40)
given = parser.parse_args()
content = clip()
rounds = [both(content, given.frames, turn) for turn in range(given.rounds)]
for name, figure in (('median', statistics.median), ('p95', p95)):
    pairs = [[figure(times) for times in each] for each in rounds]
    cpp, python = (statistics.median(figures) for figures in zip(*pairs))
    more = statistics.median(100 * (python / cpp - 1) for cpp, python in pairs)
    print(f'{name}: C++ {cpp:.2f} ms, Python {python:.2f} ms; median of the rounds: {more:+.1f} %')
