#!/usr/bin/env python3
"""Pictures of training as bad cameras give them: out of focus, dark, noisy. To calibrate int8 with.

    models/recipes/poor_pictures.py PICTURES OUT [--count 64]

Needs Python with Pillow. The same pictures each time.
"""

import argparse
import pathlib
import random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter


def out_of_focus(picture, chance):
    return picture.filter(ImageFilter.BoxBlur(chance.uniform(2, 12) * picture.width / 640))


def dark(picture, chance):
    return ImageEnhance.Brightness(picture).enhance(chance.uniform(0.15, 0.5))


def noisy(picture, chance):
    strength = chance.uniform(0.1, 0.4)
    noise = Image.frombytes("RGB", picture.size, chance.randbytes(3 * picture.width * picture.height))
    noise = noise.point(lambda value: round(128 + strength * (value - 128)))
    return ImageChops.add(picture, noise, 1, -128)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=64)
    arguments = parser.parse_args()
    chance = random.Random(1)
    names = sorted(arguments.pictures.iterdir())
    arguments.out.mkdir(parents=True, exist_ok=True)
    for i, file in enumerate(chance.sample(names, min(arguments.count, len(names)))):
        picture = Image.open(file).convert("RGB")
        for spoil in [(out_of_focus,), (dark, noisy), (out_of_focus, dark, noisy), (noisy,)][i % 4]:
            picture = spoil(picture, chance)
        picture.save(arguments.out / (file.stem + ".png"))


if __name__ == "__main__":
    main()
