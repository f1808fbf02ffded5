#!/usr/bin/env python3
"""Which method makes the better training alphas for people: each one's error on pictures whose alpha is known.

    studies/people_alphas.py [--people N] [--smooth PIXELS] [--size N]

Puts people with true alphas (../shared/data/cutouts) before rooms, takes the outline that a labeller would draw for
their masks, makes trimaps and alphas with shm-prep and judges them with shm-eval over what the trimaps leave unknown.
Needs build/tools and the environment of compare_pymatting.py.
"""

import argparse
import json
import pathlib
import sys
import tempfile

from preparation import METHODS, make_alphas, make_trimaps, run
sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "bench"))
from pymatting_environment import ROOT, enter_environment  # noqa: E402

COLUMNS = {"mse": "MSE x 1000", "sad": "SAD", "grad": "Grad", "conn": "Conn"}


def evenly(paths, count):
    return [paths[i * len(paths) // count] for i in range(count)]


def compose(people, folder):
    """image/, and in truth/ the alphas."""
    sources = evenly(sorted((ARGUMENTS.data / "cutouts" / "alpha").glob("*.png")), people)
    rooms = evenly(sorted((ARGUMENTS.data / "rooms").glob("*.jpg")), people)
    for name in ("image", "truth", "outline"):
        (folder / name).mkdir()
    for source, room in zip(sources, rooms):
        alpha = Image.open(source).convert("L")
        person = Image.open(ARGUMENTS.data / "cutouts" / "foreground" / (source.stem + ".jpg")).convert("RGB")
        behind = Image.open(room).convert("RGB").resize(alpha.size, Image.LANCZOS)
        Image.composite(person, behind, alpha).save(folder / "image" / (source.stem + ".png"))
        alpha.save(folder / "truth" / source.name)
        alpha.filter(ImageFilter.GaussianBlur(ARGUMENTS.smooth)).save(folder / "outline" / source.name)


def judge(alphas, folder):
    command = ("--pred", alphas, "--truth", folder / "truth", "--trimap", folder / "trimap", "--data", folder, "--json")
    return json.loads(run(ARGUMENTS.eval, *command))


def print_row(name, judged, seconds):
    cells = [name, *(f"{judged['mean'][metric]:.3f}" for metric in COLUMNS), seconds]
    print("| " + " | ".join(cells) + " |", flush=True)


def main(folder):
    compose(ARGUMENTS.people, folder)
    make_trimaps(ARGUMENTS.prep, folder, ARGUMENTS.size)
    print("| alpha | " + " | ".join(COLUMNS.values()) + " | seconds a picture |\n|" + "---|" * (len(COLUMNS) + 2))
    print_row("the mask itself", judge(folder / "mask", folder), "-")
    for method in METHODS:
        alphas, seconds = make_alphas(ARGUMENTS.prep, folder, method)
        print_row(method, judge(alphas, folder), f"{seconds / ARGUMENTS.people:.2f}")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=60, help="how many (%(default)s)")
    parser.add_argument("--smooth", type=float, default=3, help="by which the outline misses hair, pixels (%(default)s)")
    parser.add_argument("--size", type=int, default=10, help="of the trimaps' kernel, pixels (%(default)s)")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/data")
    parser.add_argument("--prep", type=pathlib.Path, default=ROOT / "build/tools/shm-prep")
    parser.add_argument("--eval", type=pathlib.Path, default=ROOT / "build/tools/shm-eval")
    return parser.parse_args()


if __name__ == "__main__":
    enter_environment()
    ARGUMENTS = parse_arguments()
    from PIL import Image, ImageFilter

    with tempfile.TemporaryDirectory() as temporary:
        main(pathlib.Path(temporary))
