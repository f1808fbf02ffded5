#!/usr/bin/env python3
"""What temporal smoothing, rest and an interval cost where somebody moves: people of known alpha who cross a room.

    studies/trail.py DATA [--model M] [--temporal 0.5] [--interval 2]

DATA is what models/recipes/data.sh laid out; people and rooms are those held back. Each clip has 20 frames of 640x480 with
a webcam's noise and compression. Prints MAD and dtSSD of single frames, of smoothed ones (a trail would make them worse),
of smoothed ones while alpha is kept where nothing moves (--skip-static), and where the network sees every Nth frame: alpha
carried along between them, and alpha held. Runs build/tools/shm-eval; needs Python with Pillow and numpy.
"""

import argparse
import io
import json
import pathlib
import subprocess
import tempfile

import numpy
from PIL import Image, ImageOps

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIZE = (640, 480)
SPEEDS = (0.1, 0.3, 0.7, 1.5, 3, 4, 6, 10)  # pixels a frame
FRAMES = 20
NOISE, QUALITY = 3, 85  # standard deviation of 255; JPEG's


def through_a_webcam(picture, chance):
    noisy = numpy.asarray(picture, float) + chance.normal(0, NOISE, (*SIZE[::-1], 3))
    file = io.BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(numpy.uint8)).save(file, "JPEG", quality=QUALITY)
    return Image.open(file)


def write_clip(person, alpha, room, speed, folder):
    """The person, a little lower than the picture, crosses its middle."""
    for kind in ("image", "alpha"):
        (folder / kind).mkdir(parents=True)
    scale = alpha.height / (0.95 * SIZE[1])
    behind, chance = ImageOps.fit(room, SIZE, Image.LANCZOS), numpy.random.default_rng(1)
    for frame in range(FRAMES):
        left = SIZE[0] / 2 - alpha.width / scale / 2 + speed * (frame - FRAMES / 2)
        place = (SIZE, Image.AFFINE, (scale, 0, -left * scale, 0, scale, -0.05 * SIZE[1] * scale), Image.BICUBIC)
        matte = alpha.transform(*place)
        picture = Image.composite(person.transform(*place), behind, matte)
        through_a_webcam(picture, chance).save(folder / f"image/{frame:03}.png")
        matte.save(folder / f"alpha/{frame:03}.png")


def write_clips(data, out):
    people = (data / "cutouts/val.txt").read_text().split()
    rooms = sorted((data / "empty-held").iterdir())
    for i, speed in enumerate(SPEEDS):
        name = people[i * len(people) // len(SPEEDS)]
        write_clip(Image.open(data / "cutouts/foreground" / name).convert("RGB"),
                   Image.open((data / "cutouts/alpha" / name).with_suffix(".png")).convert("L"),
                   Image.open(rooms[i * len(rooms) // len(SPEEDS)]).convert("RGB"), speed, out / str(speed))


def hold(clip, interval):
    """The clip as who does not look between every Nth frame sees it."""
    held = clip / "held"
    (held / "image").mkdir(parents=True)
    (held / "alpha").symlink_to(clip / "alpha")
    for frame in range(FRAMES):
        (held / f"image/{frame:03}.png").symlink_to(clip / f"image/{frame - frame % interval:03}.png")
    return held


def figures(folder, model, *options):
    command = [ROOT / "build/tools/shm-eval", "--model", model, "--sequence", "--data", folder,
               "--json", folder / "figures.json", "--overwrite", *options]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    mean = json.loads((folder / "figures.json").read_text())["mean"]
    return f"{mean['mad']:6.2f} {mean['dtssd']:6.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--model", default="default")
    parser.add_argument("--temporal", default="0.5")
    parser.add_argument("--interval", type=int, default=2)
    arguments = parser.parse_args()
    smooth = ("--temporal", arguments.temporal)
    print("pixels a frame, then MAD and dtSSD")
    print(f"{'':>5} {'alone':>13} {'smoothed':>13} {'resting':>13} {'carried':>13} {'held':>13}")
    with tempfile.TemporaryDirectory() as folder:
        write_clips(arguments.data, pathlib.Path(folder))
        for speed in SPEEDS:
            clip = pathlib.Path(folder, str(speed))
            held = hold(clip, arguments.interval)
            found = (figures(clip, arguments.model, "--temporal", "0"),
                     figures(clip, arguments.model, *smooth),
                     figures(clip, arguments.model, *smooth, "--skip-static"),
                     figures(clip, arguments.model, *smooth, "--interval", arguments.interval),
                     figures(held, arguments.model, *smooth))
            print(f"{speed:5} " + " ".join(found), flush=True)


if __name__ == "__main__":
    main()
