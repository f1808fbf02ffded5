#!/usr/bin/env python3
"""How much faster a training step is here than in Python: 8 pictures of 320x320, the original's networks.

    bench/compare_train_step.py [--threads N] [--steps N] [--precision fp32 bf16]

Python runs eagerly, contiguous, in fp32; build/bench/train-step takes the same step. Both in turn, with the same
LibTorch and threads; the fastest of all steps counts. Needs a Python with PyTorch.
"""
import argparse
import os
import pathlib
import subprocess
import time

import torch

from original_networks import ShmNet, losses

PICTURES, SIZE = 8, 320
BENCH = pathlib.Path(__file__).resolve().parent.parent / "build" / "bench" / "train-step"


class PythonStep:
    def __init__(self):
        self.network = ShmNet().train()
        self.adam = torch.optim.Adam(self.network.parameters(), 1e-4, weight_decay=5e-4)
        self.image = torch.randn(PICTURES, 3, SIZE, SIZE)
        self.labels = torch.randint(0, 3, (PICTURES, SIZE, SIZE))
        self.truth = torch.rand(PICTURES, 1, SIZE, SIZE)

    def seconds(self):
        start = time.perf_counter()
        self.adam.zero_grad()
        logits, alpha = self.network(self.image)
        trimap, alpha_loss, composition = losses(logits, alpha, self.labels, self.truth, self.image)
        (0.5 * alpha_loss + 0.5 * composition + 0.01 * trimap).backward()
        self.adam.step()
        return time.perf_counter() - start


def seconds_here(precision, steps, threads):
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    return float(subprocess.check_output([BENCH, precision, str(steps)], env=environment))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--steps", type=int, default=3, help="steps of each in a round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--precision", nargs="+", default=["fp32", "bf16"])
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    python = PythonStep()
    python.seconds()
    times = {"python": []} | {precision: [] for precision in options.precision}
    for _ in range(options.rounds):
        times["python"] += [python.seconds() for _ in range(options.steps)]
        for precision in options.precision:
            times[precision].append(seconds_here(precision, options.steps, options.threads))
    reference = min(times["python"])
    print(f"{'python fp32':12} {reference:7.3f} s")
    for precision in options.precision:
        here = min(times[precision])
        print(f"{'here ' + precision:12} {here:7.3f} s  {reference / here:5.2f} times as fast")


if __name__ == "__main__":
    main()
