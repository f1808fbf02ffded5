#!/usr/bin/env python3
"""The contact sheet of the default model: validation pictures and video frames, each as input, alpha, over green and over a photograph.

    studies/model_sheet.py PICTURES LIST VIDEO... --behind PHOTO --out SHEET.jpg [--model M] [--pictures 24] [--frames 8]

The frames are spread evenly over the videos. Research photographs are not ours to publish: the sheet in docs/ is made with
--pictures 0. Runs build/tools/shm-matte and gst-launch-1.0. Needs Python with Pillow.
"""

import argparse
import pathlib
import subprocess
import tempfile

from PIL import Image, ImageOps

ROOT = pathlib.Path(__file__).resolve().parent.parent
CELL = (120, 120)


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def evenly(items, count):
    return [items[i * len(items) // count] for i in range(count)]


def frames_of(video, folder):
    run("gst-launch-1.0", "filesrc", f"location={video}", "!", "decodebin", "!", "videoconvert", "!", "pngenc", "!",
        "multifilesink", f"location={folder}/{video.stem}_%05d.png")


def matted(pictures, folder, options):
    run(ROOT / "build/tools/shm-matte", *options, "-o", folder, *pictures)
    return [Image.open(folder / (picture.stem + ".png")) for picture in pictures]


def fitted(picture):
    return ImageOps.pad(picture, CELL, color=(255, 255, 255))


def shares(count, parts):
    """Of `count`, as equal as they can be."""
    return [(i + 1) * count // parts - i * count // parts for i in range(parts)]


def row(picture, cutout, photo):
    alpha = cutout.getchannel("A")
    colors = cutout.convert("RGB")
    green = Image.composite(colors, Image.new("RGB", cutout.size, (0, 160, 60)), alpha)
    behind = Image.composite(colors, ImageOps.fit(photo, cutout.size), alpha)
    return [fitted(part.convert("RGB")) for part in (Image.open(picture), alpha, green, behind)]


def draw(rows, columns, file):
    width = 4 * CELL[0] + 12
    lines = -(-len(rows) // columns)
    sheet = Image.new("RGB", (columns * width, lines * (CELL[1] + 4)), (255, 255, 255))
    for i, parts in enumerate(rows):
        for j, part in enumerate(parts):
            sheet.paste(part, (i % columns * width + j * CELL[0], i // columns * (CELL[1] + 4)))
    sheet.save(file, quality=88)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pictures_folder", type=pathlib.Path)
    parser.add_argument("list", type=pathlib.Path)
    parser.add_argument("videos", nargs="+", type=pathlib.Path)
    parser.add_argument("--behind", type=pathlib.Path, default=ROOT / "examples/background.jpg")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "docs/images/model-sheet.jpg")
    parser.add_argument("--model", default="default")
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--frames", type=int, default=8)
    arguments = parser.parse_args()
    photo = Image.open(arguments.behind).convert("RGB")
    names = evenly(arguments.list.read_text().split(), arguments.pictures)
    pictures = [arguments.pictures_folder / pathlib.Path(name).name for name in names]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "frames").mkdir()
        sources = pictures
        for video, count in zip(arguments.videos, shares(arguments.frames, len(arguments.videos))):
            frames_of(video, folder / "frames")
            frames = sorted((folder / "frames").glob(video.stem + "_*"))
            sources += evenly(frames, count)
        cutouts = matted(sources, folder / "out", ["--model", arguments.model, "--output", "cutout"])
        draw([row(*pair, photo) for pair in zip(sources, cutouts)], 2, arguments.out)


main()
