#!/usr/bin/env python3
"""Pictures of known alpha that no training saw: people held back, before rooms held back, as a webcam sees them.

    models/recipes/held_out.py DATA OUT [--count 200] [--size 640x480]

DATA is what data.sh laid out. OUT gets image/ and alpha/, and in empty/ the same of the rooms alone.
Needs Python with Pillow. The same pictures each time.
"""

import argparse
import pathlib
import random

from PIL import Image, ImageOps


def names(folder):
    return [line for line in (folder / "val.txt").read_text().splitlines() if line]


def covering(room, size):
    return ImageOps.fit(room.convert("RGB"), size, Image.LANCZOS)


def placed(person, alpha, size, chance):
    """The person, 0.6 to 1.2 times as high as the picture, cut by its lower border."""
    factor = chance.uniform(0.6, 1.2) * size[1] / alpha.height
    shape = (max(1, round(alpha.width * factor)), max(1, round(alpha.height * factor)))
    left = round(chance.uniform(0.2, 0.8) * size[0] - shape[0] / 2)
    corner = (left, max(size[1] - shape[1], round(size[1] * chance.uniform(0.05, 0.3))))
    colors, matte = Image.new("RGB", size), Image.new("L", size)
    colors.paste(person.convert("RGB").resize(shape, Image.LANCZOS), corner)
    matte.paste(alpha.convert("L").resize(shape, Image.LANCZOS), corner)
    return colors, matte


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--size", default="640x480")
    arguments = parser.parse_args()
    size = tuple(int(side) for side in arguments.size.split("x"))
    chance = random.Random(1)
    people = names(arguments.data / "cutouts")
    rooms = sorted((arguments.data / "empty-held").iterdir())
    for folder in ("image", "alpha", "empty/image", "empty/alpha"):
        (arguments.out / folder).mkdir(parents=True, exist_ok=True)
    for room in rooms:
        covering(Image.open(room), size).save(arguments.out / "empty/image" / (room.stem + ".png"))
        Image.new("L", size).save(arguments.out / "empty/alpha" / (room.stem + ".png"))
    for i in range(arguments.count):
        name = people[i % len(people)]
        person = Image.open(arguments.data / "cutouts/foreground" / name)
        alpha = Image.open((arguments.data / "cutouts/alpha" / name).with_suffix(".png"))
        colors, matte = placed(person, alpha, size, chance)
        behind = covering(Image.open(chance.choice(rooms)), size)
        file = f"{i:03}_{pathlib.Path(name).stem}.png"
        Image.composite(colors, behind, matte).save(arguments.out / "image" / file)
        matte.save(arguments.out / "alpha" / file)


if __name__ == "__main__":
    main()
