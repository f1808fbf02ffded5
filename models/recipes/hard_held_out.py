#!/usr/bin/env python3
"""Pictures that are hard, of known alpha, that no training saw: soft edges, people far off, portraits out of focus.

    models/recipes/hard_held_out.py DATA OUT

DATA is what data.sh laid out. OUT gets hair/, small/ and blur/, each with image/ and alpha/, 640x480. Needs Python with
Pillow and NumPy. The same pictures each time.
"""

import argparse
import pathlib
import random

import numpy
from held_out import covering, names, placed
from PIL import Image, ImageOps

SIZE = (640, 480)
HEIGHT = 60  # of people far off, pixels
RADIUS = 12  # of what a point is out of focus


class Sets:
    def __init__(self, data, out):
        self.cutouts, self.portraits, self.out = data / "cutouts", data / "portraits", out
        self.rooms = sorted((data / "empty-held").iterdir())

    def alpha(self, name):
        return Image.open((self.cutouts / "alpha" / name).with_suffix(".png")).convert("L")

    def person(self, name):
        return Image.open(self.cutouts / "foreground" / name)

    def write(self, kind, name, image, alpha):
        for part, picture in (("image", image), ("alpha", alpha)):
            (self.out / kind / part).mkdir(parents=True, exist_ok=True)
            picture.save(self.out / kind / part / name)

    def compose(self, kind, name, colors, matte, chance):
        behind = covering(Image.open(chance.choice(self.rooms)), SIZE)
        self.write(kind, name, Image.composite(colors, behind, matte), matte)

    def softness(self, name):
        """Soft pixels to one of the outline."""
        alpha = numpy.asarray(self.alpha(name)) / 255
        person = alpha > 0.5
        outline = (person[1:] != person[:-1]).sum() + (person[:, 1:] != person[:, :-1]).sum()
        return ((alpha > 0.05) & (alpha < 0.95)).sum() / max(outline, 1)

    def hair(self, count=100, people=34):
        chance = random.Random(2)
        softest = sorted(names(self.cutouts), key=self.softness, reverse=True)[:people]
        for i in range(count):
            name = softest[i % people]
            colors, matte = placed(self.person(name), self.alpha(name), SIZE, chance)
            self.compose("hair", f"{i:03}_{pathlib.Path(name).stem}.png", colors, matte, chance)

    def small(self, count=100):
        chance = random.Random(3)
        for i, name in enumerate(names(self.cutouts)[:count]):
            box = self.alpha(name).point(lambda value: 255 * (value > 127)).getbbox()
            alpha = self.alpha(name).crop(box)
            shape = (max(1, round(alpha.width * HEIGHT / alpha.height)), HEIGHT)
            corner = (chance.randint(0, SIZE[0] - shape[0]), chance.randint(SIZE[1] // 3, SIZE[1] - HEIGHT))
            colors, matte = Image.new("RGB", SIZE), Image.new("L", SIZE)
            colors.paste(self.person(name).convert("RGB").crop(box).resize(shape, Image.LANCZOS), corner)
            matte.paste(alpha.resize(shape, Image.LANCZOS), corner)
            self.compose("small", f"{i:03}_{pathlib.Path(name).stem}.png", colors, matte, chance)

    def blur(self, count=40):
        for name in names(self.portraits)[:count]:
            stem = pathlib.Path(name).stem
            image = Image.open(self.portraits / "image" / name).convert("RGB")
            mask = Image.open(self.portraits / "mask" / f"{stem}.png").convert("L")
            image, mask = (ImageOps.fit(part, SIZE, Image.LANCZOS, centering=(0.5, 0.3)) for part in (image, mask))
            self.write("blur", f"{stem}.png", out_of_focus(image), mask)


def out_of_focus(image):
    """Each point a disc."""
    reach = range(-RADIUS, RADIUS + 1)
    disc = [(x, y) for y in reach for x in reach if x * x + y * y <= RADIUS * RADIUS]
    wide = numpy.pad(numpy.asarray(image).astype(float), ((RADIUS, RADIUS), (RADIUS, RADIUS), (0, 0)), mode="reflect")
    total = sum(wide[RADIUS + y:RADIUS + y + SIZE[1], RADIUS + x:RADIUS + x + SIZE[0]] for x, y in disc)
    return Image.fromarray((total / len(disc)).round().astype("uint8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    arguments = parser.parse_args()
    sets = Sets(arguments.data, arguments.out)
    sets.hair()
    sets.small()
    sets.blur()


if __name__ == "__main__":
    main()
