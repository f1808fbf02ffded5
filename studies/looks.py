#!/usr/bin/env python3
"""The pictures of docs/looks.md: what each option of the look does to one frame, at three values.

    studies/looks.py VIDEO --behind PHOTO --out docs/images [--at 1.0] [--detail LEFT TOP RIGHT BOTTOM]

Takes the frame at so many seconds, and shows what is fine in its detail alone. Runs build/tools/shm-matte and ffmpeg. Needs Python with Pillow.
"""

import argparse
import pathlib
import subprocess
import tempfile

from PIL import Image, ImageDraw

ROOT = pathlib.Path(__file__).resolve().parent.parent
CELL = (320, 240)
BESIDE = {"blur-strength": "--background blur"}
DETAILS = ("edge-refine", "black-point", "white-point", "despill", "light-wrap")
ROWS = {
    "shift": ["-6", "0", "6"],
    "feather": ["0", "8", "24"],
    "feather-side": ["outside", "centred", "inside"],
    "edge-refine": ["0", "0.5", "1"],
    "black-point": ["0", "0.05", "0.4"],
    "white-point": ["1", "0.95", "0.6"],
    "despill": ["0", "0.5", "1"],
    "light-wrap": ["0", "0.5", "1"],
    "blur-strength": ["0.1", "0.5", "1"],
    "size": ["256", "640", "960"],
}


def matted(picture, folder, options, photo):
    over = options if "--background" in options else [*options, "--background", "image", "--background-image", photo]
    command = [ROOT / "build/tools/shm-matte", *over, "--output", "composite", "-o", folder, picture]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Image.open(folder / (picture.stem + ".png")).convert("RGB")


def options_of(name, value):
    feather = ["--feather", "16"] if name == "feather-side" else []
    return [*BESIDE.get(name, "").split(), *feather, f"--{name}={value}"]


def row(name, picture, folder, photo, detail):
    sheet = Image.new("RGB", (3 * CELL[0] + 8, CELL[1]), (255, 255, 255))
    for i, value in enumerate(ROWS[name]):
        cell = matted(picture, folder / f"{name}{i}", options_of(name, value), photo)
        cell = (cell.crop(detail) if name in DETAILS else cell).resize(CELL)
        ImageDraw.Draw(cell).text((8, 6), f"{name}={value}", fill=(255, 255, 255), stroke_width=2, stroke_fill=(0, 0, 0))
        sheet.paste(cell, (i * (CELL[0] + 4), 0))
    return sheet


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=pathlib.Path)
    parser.add_argument("--behind", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--at", type=float, default=1.0)
    parser.add_argument("--detail", type=int, nargs=4, default=(230, 70, 390, 190), metavar=("LEFT", "TOP", "RIGHT", "BOTTOM"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        picture = folder / "frame.png"
        subprocess.run(["ffmpeg", "-v", "error", "-ss", str(arguments.at), "-i", arguments.video, "-frames:v", "1", picture],
                       check=True)
        for option in ROWS:
            row(option, picture, folder, arguments.behind, arguments.detail).save(arguments.out / f"look-{option}.jpg", quality=85)


if __name__ == "__main__":
    main()
