#!/usr/bin/env python3
"""The pictures of docs/looks.md: what each option of the look does to one frame, at three values.

    studies/looks.py VIDEO [OPTION...] --behind PHOTO --out docs/images [--at 1.0] [--detail LEFT TOP RIGHT BOTTOM]

Takes the frame at so many seconds, and shows what is fine in its detail alone; whom an option shows in a picture of three people cut out of
it; what happens over time in the last of the frames up to it. Runs build/tools/shm-matte and ffmpeg. Needs Python with Pillow.
"""

import argparse
import pathlib
import subprocess
import tempfile

from PIL import Image, ImageDraw, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parent.parent
CELL = (320, 240)
BESIDE = {"blur-strength": "--background blur", "background-color": "--background color"}
DETAILS = ("edge-refine", "black-point", "white-point", "despill", "light-wrap")
OF_PEOPLE = ("keep", "min-area", "region-right")
FAR_AWAY = ("zoom",)
OVER_TIME = ("interval",)
PEOPLE = ((0.8, 8), (0.55, 285), (0.35, 520))  # scale, left: the largest aside, a smaller one in the middle, one far behind
SOMEBODY_FAR_AWAY = ((0.2, 300),)
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
    "background": ["color", "blur", "image"],
    "background-color": ["#00b140", "#202428", "#f0e0d0"],
    "output": ["alpha", "trimap", "composite"],
    "keep": ["all", "largest", "nearest-centre"],
    "min-area": ["0", "0.04", "0.08"],
    "region-right": ["1", "0.72", "0.42"],
    "zoom": ["false", "true"],
    "interval": ["1", "4", "12"],
}


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def matte(source, folder, options, photo):
    over = [] if "--background" in " ".join(options) else ["--background", "image"]
    output = [] if "--output" in " ".join(options) else ["--output", "composite"]
    run(ROOT / "build/tools/shm-matte", *options, *over, "--background-image", photo, *output, "-o", folder, source)
    return next(folder.iterdir())


def matted(source, folder, options, photo):
    """Of a video its last frame."""
    result = matte(source, folder, options, photo)
    if result.suffix != ".png":
        run("ffmpeg", "-sseof", "-0.5", "-i", result, "-update", "1", folder / "last.png")
        result = folder / "last.png"
    return Image.open(result).convert("RGB")


def cut_out(picture, folder):
    run(ROOT / "build/tools/shm-matte", "-o", folder / "cut", picture)
    cut = Image.open(folder / "cut" / picture.name)
    return cut.crop(cut.getchannel("A").point(lambda alpha: 255 * (alpha > 30)).getbbox())


def before_a_wall(person, places, file):
    wall = Image.linear_gradient("L").resize((640, 480)).point(lambda light: 90 + light // 4).convert("RGB")
    for scale, left in places:
        small = person.resize((round(person.width * scale), round(person.height * scale)))
        wall.paste(small, (left, wall.height - small.height), small)
    wall.save(file)
    return file


def options_of(name, value):
    feather = ["--feather", "16"] if name == "feather-side" else []
    switch = {"true": f"--{name}", "false": f"--no-{name}"}
    return [*BESIDE.get(name, "").split(), *feather, switch.get(value, f"--{name}={value}")]


def part_of(name, detail, moving):
    if name in FAR_AWAY:
        return (240, 360, 400, 480)
    return detail if name in DETAILS else moving if name in OVER_TIME else (0, 0, 640, 480)


def row(name, source, folder, photo, part):
    values = ROWS[name]
    sheet = Image.new("RGB", (len(values) * (CELL[0] + 4) - 4, CELL[1]), (255, 255, 255))
    for i, value in enumerate(values):
        cell = matted(source, folder / f"{name}{i}", options_of(name, value), photo).crop(part).resize(CELL)
        ImageDraw.Draw(cell).text((8, 6), f"{name}={value}", fill=(255, 255, 255), stroke_width=2, stroke_fill=(0, 0, 0))
        sheet.paste(cell, (i * (CELL[0] + 4), 0))
    return sheet


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=pathlib.Path)
    parser.add_argument("options", nargs="*", choices=[*ROWS, []], metavar="OPTION", help="whose pictures are made; all unless some are named")
    parser.add_argument("--behind", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--at", type=float, default=1.0)
    parser.add_argument("--until", type=float, default=0.3, help="seconds of the video at whose end somebody moves")
    parser.add_argument("--moving", type=int, nargs=4, default=(160, 240, 480, 480), metavar=("LEFT", "TOP", "RIGHT", "BOTTOM"))
    parser.add_argument("--detail", type=int, nargs=4, default=(230, 70, 390, 190), metavar=("LEFT", "TOP", "RIGHT", "BOTTOM"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        picture, clip = folder / "frame.png", folder / "clip.mkv"
        run("ffmpeg", "-ss", arguments.at, "-i", arguments.video, "-frames:v", "1", picture)
        run("ffmpeg", "-i", arguments.video, "-t", arguments.until, "-c:v", "ffv1", clip)
        person = cut_out(picture, folder)
        sources = {option: before_a_wall(person, PEOPLE, folder / "people.png") for option in OF_PEOPLE}
        sources |= {option: before_a_wall(person, SOMEBODY_FAR_AWAY, folder / "far.png") for option in FAR_AWAY}
        sources |= {option: clip for option in OVER_TIME}
        for option in arguments.options or ROWS:
            part = part_of(option, arguments.detail, arguments.moving)
            row(option, sources.get(option, picture), folder, arguments.behind, part).save(
                arguments.out / f"look-{option}.jpg", quality=85)


if __name__ == "__main__":
    main()
