#!/usr/bin/env python3
"""What despill gains: people of known colours and alpha, cut out of rooms and put before four other backgrounds.

    studies/despill.py DATA [--model M] [--count 40]

DATA is what models/recipes/data.sh laid out; people and rooms are those held back. Prints the mean difference, of 255, from the true
composite in pixels that are partly person, for each strength. Runs build/tools/shm-matte; needs Python with Pillow and numpy.
"""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "models/recipes"))
import held_out  # noqa: E402

SIZE = (640, 480)
STRENGTHS = ("0", "0.5", "1")
BACKGROUNDS = {"black": (0, 0, 0), "white": (255, 255, 255), "green": (0, 177, 64), "blue": (60, 80, 160)}


def write_pictures(data, count, folder):
    """Pictures of people in rooms; returns their names with the people's own colours and alpha."""
    people, rooms = held_out.names(data / "cutouts"), sorted((data / "empty-held").iterdir())
    chance, truth = random.Random(1), {}
    folder.mkdir()
    for i in range(count):
        name = people[i % len(people)]
        colors, matte = held_out.placed(Image.open(data / "cutouts/foreground" / name),
                                         Image.open((data / "cutouts/alpha" / name).with_suffix(".png")), SIZE, chance)
        room = held_out.covering(Image.open(chance.choice(rooms)), SIZE)
        Image.composite(colors, room, matte).save(folder / f"{i:03}.png")
        truth[f"{i:03}.png"] = numpy.asarray(colors, float), numpy.asarray(matte, float)[..., None] / 255
    return truth


def over(colors, alpha, background):
    return colors * alpha + numpy.array(background) * (1 - alpha)


def error(cutouts, truth, background):
    errors = []
    for name, (colors, matte) in truth.items():
        cutout = numpy.asarray(Image.open(cutouts / name), float)
        alpha = cutout[..., 3:] / 255
        soft = ((alpha > 0) & (alpha < 1) | (matte > 0) & (matte < 1))[..., 0]
        difference = numpy.abs(over(cutout[..., :3], alpha, background) - over(colors, matte, background))
        errors.append(difference.mean(2)[soft].mean())
    return float(numpy.mean(errors))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--model", default="default")
    parser.add_argument("--count", type=int, default=40)
    arguments = parser.parse_args()
    print(f"{'despill':>7}", *(f"{name:>6}" for name in BACKGROUNDS))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        truth = write_pictures(arguments.data, arguments.count, folder / "image")
        for strength in STRENGTHS:
            subprocess.run([ROOT / "build/tools/shm-matte", "--model", arguments.model, "--despill", strength,
                            "-o", folder / strength, folder / "image"], check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            print(f"{strength:>7}", *(f"{error(folder / strength, truth, color):6.2f}" for color in BACKGROUNDS.values()))


if __name__ == "__main__":
    main()
