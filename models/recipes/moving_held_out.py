#!/usr/bin/env python3
"""Videos of known alpha that no training saw: people held back who sway, walk and stand before rooms held back.

    models/recipes/moving_held_out.py DATA OUT [--count 14] [--frames 90] [--size 640x480]

DATA is what data.sh laid out. OUT gets a folder a video, 00/ and so on, with image/ and alpha/ of its frames, for
shm-eval --sequence. People are 0.35 to 0.95 times as high as the frame and move by 0.01 to 0.3 of its width to each
side; every frame has a camera's noise. Needs Python with Pillow. The same pictures each time but for the noise.
"""

import argparse
import math
import pathlib
import random

from held_out import covering, names
from PIL import Image, ImageChops

HEIGHTS = (0.35, 0.5, 0.65, 0.8, 0.95)
MOVES = (0.01, 0.03, 0.1, 0.3)
NOISE = 2  # its standard deviation, of 255


def moved(picture, size, left, top):
    return picture.transform(size, Image.AFFINE, (1, 0, -left, 0, 1, -top), Image.BILINEAR)


def noisy(picture):
    grain = Image.effect_noise(picture.size, NOISE)
    return ImageChops.add(picture, Image.merge("RGB", (grain,) * 3), offset=-128)


def write_video(person, alpha, room, out, number, frames, chance):
    size = room.size
    height = HEIGHTS[number % len(HEIGHTS)] * size[1]
    shape = (max(1, round(alpha.width * height / alpha.height)), round(height))
    person, alpha = person.convert("RGB").resize(shape, Image.LANCZOS), alpha.convert("L").resize(shape, Image.LANCZOS)
    reach, period = MOVES[number % len(MOVES)] * size[0], chance.uniform(60, 120)
    for folder in ("image", "alpha"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for i in range(frames):
        left = (size[0] - shape[0]) / 2 + reach * math.sin(2 * math.pi * i / period) + 1.5 * math.sin(i / 7)
        top = 1.03 * size[1] - height + 0.02 * height * math.sin(i / 11)
        matte = moved(alpha, size, left, top)
        frame = noisy(Image.composite(moved(person, size, left, top), room, matte))
        frame.save(out / "image" / f"{i:03}.png", compress_level=1)
        matte.save(out / "alpha" / f"{i:03}.png", compress_level=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=14)
    parser.add_argument("--frames", type=int, default=90)
    parser.add_argument("--size", default="640x480")
    arguments = parser.parse_args()
    size = tuple(int(side) for side in arguments.size.split("x"))
    chance = random.Random(5)
    people, rooms = names(arguments.data / "cutouts"), sorted((arguments.data / "empty-held").iterdir())
    chance.shuffle(people)
    chance.shuffle(rooms)
    for i in range(arguments.count):
        person = Image.open(arguments.data / "cutouts/foreground" / people[i % len(people)])
        alpha = Image.open((arguments.data / "cutouts/alpha" / people[i % len(people)]).with_suffix(".png"))
        room = covering(Image.open(rooms[i % len(rooms)]), size)
        write_video(person, alpha, room, arguments.out / f"{i:02}", i, arguments.frames, chance)


if __name__ == "__main__":
    main()
