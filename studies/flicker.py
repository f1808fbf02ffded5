#!/usr/bin/env python3
"""How much alpha flickers where the picture stands still, with temporal smoothing and without.

    studies/flicker.py VIDEO... [--model M] [--frames 60] [--temporal 0.5] [--no-zoom]

For each video: mean |change of alpha| x 1e3 between neighbouring frames over pixels whose surroundings (5x5) changed by less than
3 of 255 on average, once from each frame alone and once smoothed, and their ratio. Runs build/tools/shm-matte and
gst-launch-1.0; needs Python with Pillow and numpy.
"""

import argparse
import pathlib
import subprocess
import tempfile

import numpy
from PIL import Image, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parent.parent
STILL = 3  # of 255


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def split(video, folder, count):
    run("gst-launch-1.0", "filesrc", f"location={video}", "!", "decodebin", "!", "videoconvert", "!",
        "identity", f"eos-after={count + 1}", "!", "pngenc", "!", "multifilesink", f"location={folder}/%05d.png")


def grey(file):
    return Image.open(file).convert("L")


def still_places(before, after):
    change = numpy.abs(numpy.asarray(before, float) - numpy.asarray(after, float)).astype(numpy.uint8)
    return numpy.asarray(Image.fromarray(change).filter(ImageFilter.BoxBlur(2))) < STILL


def flicker(frames, alphas):
    changes = []
    for i in range(1, len(frames)):
        still = still_places(grey(frames[i - 1]), grey(frames[i]))
        change = numpy.abs(numpy.asarray(grey(alphas[i]), float) - numpy.asarray(grey(alphas[i - 1]), float)) / 255
        changes.append(change[still].mean() if still.any() else 0)
    return 1e3 * float(numpy.mean(changes))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("videos", nargs="+", type=pathlib.Path)
    parser.add_argument("--model", default="default")
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--temporal", default="0.5")
    parser.add_argument("--no-zoom", dest="zoom", action="store_const", const="--no-zoom", default="--zoom")
    arguments = parser.parse_args()
    print(f"{'video':36} {'alone':>8} {'smoothed':>8} {'ratio':>6}")
    for video in arguments.videos:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "frames").mkdir()
            split(video, folder / "frames", arguments.frames)
            frames = sorted((folder / "frames").iterdir())
            found = []
            for strength in ("0", arguments.temporal):
                run(ROOT / "build/tools/shm-matte", "--sequence", "--model", arguments.model, "--output", "alpha",
                    arguments.zoom, "--temporal", strength, "-o", folder / strength, folder / "frames")
                found.append(flicker(frames, sorted((folder / strength).rglob("*.png"))))
            print(f"{video.name:36} {found[0]:8.3f} {found[1]:8.3f} {found[1] / max(found[0], 1e-9):6.2f}", flush=True)


if __name__ == "__main__":
    main()
