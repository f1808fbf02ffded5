#!/usr/bin/env python3
"""Makes docs/images/training-alphas.png: heads from the example videos, their trimaps, and each method's alpha.

    studies/alpha_sheet.py [--out FILE]

Needs build/tools, gst-launch-1.0 and the environment of compare_pymatting.py. The masks are shm-matte's.
"""

import argparse
import pathlib
import sys
import tempfile

from preparation import METHODS, make_alphas, make_trimaps, run
sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
from pymatting_environment import ROOT, enter_environment  # noqa: E402

# second of the video; left, top, right, bottom
HEADS = {"walk.mkv": (1, (240, 70, 420, 205)), "webcam_man.mp4": (10, (130, 80, 290, 200))}
TOOLS = ROOT / "build/tools"
CELL = (320, 240)
GAP = 4


def take_frame(video, second, file):
    with tempfile.TemporaryDirectory() as frames:
        run("gst-launch-1.0", "-q", "filesrc", f"location={video}", "!", "decodebin", "!", "videoconvert", "!", "videorate",
            "!", "video/x-raw,framerate=1/1", "!", "pngenc", "!", "multifilesink", f"location={frames}/%d.png")
        pathlib.Path(frames, f"{second}.png").rename(file)


def prepare(folder):
    """The folders to show, from left to right."""
    (folder / "image").mkdir()
    for video, (second, _) in HEADS.items():
        take_frame(ROOT / "examples" / video, second, folder / "image" / f"{pathlib.Path(video).stem}.png")
    run(TOOLS / "shm-matte", "--output", "alpha", "-o", folder / "outline", folder / "image")
    make_trimaps(TOOLS / "shm-prep", folder, 10)
    alphas = [make_alphas(TOOLS / "shm-prep", folder, method)[0] for method in METHODS]
    return [folder / "image", folder / "trimap", *alphas]


def sheet(columns):
    result = Image.new("RGB", (len(columns) * (CELL[0] + GAP) - GAP, len(HEADS) * (CELL[1] + GAP) - GAP), "white")
    for y, (video, (_, box)) in enumerate(HEADS.items()):
        for x, folder in enumerate(columns):
            picture = Image.open(folder / f"{pathlib.Path(video).stem}.png").convert("RGB")
            result.paste(picture.crop(box).resize(CELL, Image.NEAREST), (x * (CELL[0] + GAP), y * (CELL[1] + GAP)))
    return result


if __name__ == "__main__":
    enter_environment()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "docs/images/training-alphas.png")
    arguments = parser.parse_args()
    from PIL import Image

    with tempfile.TemporaryDirectory() as temporary:
        sheet(prepare(pathlib.Path(temporary))).save(arguments.out, optimize=True)
