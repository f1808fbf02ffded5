#!/usr/bin/env python3
"""Rooms and people of training on which a model errs most, for training to see more often.

    models/recipes/hard_rooms.py DATA MODEL [--share 0.125] [--evaluator build/tools/shm-eval]

DATA is what data.sh laid out. Puts somebody before each of its rooms and lets MODEL cut them out. The rooms of the
worst become links in DATA/hard-rooms, the people a list in DATA/hard-people, which is DATA/cutouts else. DATA/nobody
gets all rooms once more, with an alpha in which nobody is. Needs Python with Pillow. The same pictures each time.
"""

import argparse
import csv
import pathlib
import random
import shutil
import subprocess
import tempfile

from held_out import covering, placed
from PIL import Image

SIZE = (640, 480)
ROOT = pathlib.Path(__file__).resolve().parents[2]


def composites(data, out):
    """Writes image/ and alpha/; who stands before which room in which picture."""
    chance = random.Random(9)
    people = [line for line in (data / "cutouts/train.txt").read_text().splitlines() if line]
    chance.shuffle(people)
    for folder in ("image", "alpha"):
        (out / folder).mkdir()
    scenes = {}
    for i, room in enumerate(sorted((data / "empty").iterdir())):
        name = people[i % len(people)]
        person = Image.open(data / "cutouts/foreground" / name)
        alpha = Image.open((data / "cutouts/alpha" / name).with_suffix(".png"))
        colors, matte = placed(person, alpha, SIZE, chance)
        picture = Image.composite(colors, covering(Image.open(room), SIZE), matte)
        picture.save(out / "image" / f"{i:04}.png", compress_level=1)
        matte.save(out / "alpha" / f"{i:04}.png", compress_level=1)
        scenes[f"{i:04}"] = (name, room)
    return scenes


def errors(evaluator, model, pictures):
    table = pictures / "errors.csv"
    subprocess.run([evaluator, "--model", model, "--data", pictures, "--temporal", "0", "--csv", table, "--overwrite"],
                   check=True, stdout=subprocess.DEVNULL)
    with table.open() as rows:
        return {row["name"]: float(row["mse"]) for row in csv.DictReader(rows)}


def link_rooms(folder, rooms):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for room in rooms:
        (folder / room.name).symlink_to(room.resolve())


def list_people(folder, cutouts, people):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for part in ("foreground", "alpha"):
        (folder / part).symlink_to((cutouts / part).resolve())
    (folder / "train.txt").write_text("".join(f"{name}\n" for name in sorted(people)))


def list_nobody(folder, rooms):
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "alpha").mkdir(parents=True)
    link_rooms(folder / "image", rooms)
    for room in rooms:
        Image.new("L", Image.open(room).size).save((folder / "alpha" / room.name).with_suffix(".png"))
    (folder / "train.txt").write_text("".join(f"{room.name}\n" for room in rooms))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("model")
    parser.add_argument("--share", type=float, default=0.125, help="of the composites that count as worst")
    parser.add_argument("--evaluator", default=ROOT / "build/tools/shm-eval")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scenes = composites(arguments.data, pathlib.Path(folder))
        error = errors(arguments.evaluator, arguments.model, pathlib.Path(folder))
    worst = sorted(scenes, key=error.get, reverse=True)[: round(arguments.share * len(scenes))]
    list_people(arguments.data / "hard-people", arguments.data / "cutouts", {scenes[name][0] for name in worst})
    link_rooms(arguments.data / "hard-rooms", {scenes[name][1] for name in worst})
    list_nobody(arguments.data / "nobody", sorted((arguments.data / "empty").iterdir()))


if __name__ == "__main__":
    main()
