#!/usr/bin/env python3
"""What temporal smoothing costs where somebody moves: people of known alpha who cross a room at six speeds.

    bench/trail.py DATA [--model M] [--temporal 0.5]

DATA is what models/recipes/data.sh laid out; people and rooms are those held back. Each clip has 20 frames of 640x480 with
a webcam's noise and compression. Prints MAD and dtSSD of single frames and of smoothed ones: a trail would make the
latter worse. Runs build/tools/shm-eval; needs Python with Pillow and numpy.
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
SPEEDS = (0.3, 0.7, 1.5, 3, 6, 10)  # pixels a frame
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


def figures(folder, model, temporal):
    command = [ROOT / "build/tools/shm-eval", "--model", model, "--sequence", "--temporal", temporal, "--data", folder,
               "--json", folder / "figures.json"]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    mean = json.loads((folder / "figures.json").read_text())["mean"]
    return mean["mad"], mean["dtssd"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--model", default="default")
    parser.add_argument("--temporal", default="0.5")
    arguments = parser.parse_args()
    print(f"{'pixels a frame':>14} {'MAD alone':>10} {'smoothed':>9} {'dtSSD alone':>12} {'smoothed':>9}")
    with tempfile.TemporaryDirectory() as folder:
        write_clips(arguments.data, pathlib.Path(folder))
        for speed in SPEEDS:
            clip = pathlib.Path(folder, str(speed))
            (mad, dtssd), (smoothed_mad, smoothed_dtssd) = (
                figures(clip, arguments.model, temporal) for temporal in ("0", arguments.temporal))
            print(f"{speed:14} {mad:10.2f} {smoothed_mad:9.2f} {dtssd:12.2f} {smoothed_dtssd:9.2f}", flush=True)


if __name__ == "__main__":
    main()
