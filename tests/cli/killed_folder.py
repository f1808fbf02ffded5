#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""shm-matte --resume over folders of mixed files, killed again and again, comes to the results of a run that nobody disturbs.

    tests/cli/killed_folder.py PROGRAM [--count 3000] [--kills 5] [--side 640] [--size 0] [--seed 1] [--no-heif]

Makes pictures of every format, short videos, broken files and what is no picture, under odd names. Prints a line for each thing that is not as it
should be (a result missing, not whole or made twice, a file left behind, a refusal too many or too few) and then ends with 1; with 77 where there
is no ffmpeg.
"""

import argparse
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

SHARES = {"jpg": 30, "png": 20, "webp": 14, "tiff": 10, "bmp": 8, "ppm": 6, "pgm": 4, "avif": 1}
VIDEOS = ("mp4", "mkv", "mov", "webm", "avi", "ts", "gif")
ODD_NAMES = ("with blanks ", "quote'", 'double"', "%d", "#1;rm", "-o", "new\nline", "dots.in.it", "人" * 60, "e\u0301", "$HOME", "`ls`",
             "a\\b", "*", "~", os.fsdecode(b"\xff\xfe"))
NO_PICTURES = {"text.jpg": b"no picture", "jxl.jpg": b"\xff\x0a" + bytes(40), "photoshop.png": b"8BPS" + bytes(40)}


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, words)], check=True, stdin=subprocess.DEVNULL)


def make_pictures(folder, extension, count, side):
    source = ("-f", "lavfi", "-i", f"testsrc2=s={side}x{side * 3 // 4}:r=25", *(("-c:v", "libwebp") if extension == "webp" else ()))
    name = f"{folder.name}-{extension}"
    if extension != "avif":
        ffmpeg(*source, "-frames:v", count, folder / f"{name}%d.{extension}")
        return
    for i in range(count):  # several in one call would be one film
        ffmpeg("-ss", i, *source, "-frames:v", 1, "-cpu-used", 8, folder / f"{name}{i}.avif")


def rename_oddly(folder, chance):
    """Some of each kind of oddity: names, capitals, no extension, stems that several files share."""
    files = sorted(folder.glob("*.*"))
    chance.shuffle(files)
    for odd in ODD_NAMES:
        file = files.pop()
        file.rename(folder / (odd + file.suffix))
    for name in ("twice.jpg", "twice.png", "twice.jpg.jpg", "twice"):
        files.pop().rename(folder / name)
    tenth = len(files) // 10
    for file in files[:tenth]:
        file.rename(file.with_suffix(file.suffix.upper()))
    for file in files[tenth:2 * tenth]:
        file.rename(file.with_suffix(""))


def make_videos(folder, side):
    for extension in VIDEOS:
        sound = () if extension == "gif" else ("-f", "lavfi", "-i", "sine=d=3", "-pix_fmt", "yuv420p")
        ffmpeg("-f", "lavfi", "-i", f"testsrc=s={side}x{side // 2}:r=10:d=2", *sound, folder / f"video-{extension}.{extension}")


def cut(file, part, target):
    target.write_bytes(file.read_bytes()[:int(file.stat().st_size * part)])


def make_broken(pictures, videos, count):
    """Returns their names."""
    whole = [next(pictures.glob("*." + extension)) for extension in ("jpg", "png", "webp", "tiff")]
    names = [f"broken{i}{whole[i % len(whole)].suffix}" for i in range(count)]
    for i, name in enumerate(names):
        cut(whole[i % len(whole)], 0 if i % 5 == 4 else 0.1 + 0.8 * i / count, pictures / name)
    for name, content in NO_PICTURES.items():
        (pictures / name).write_bytes(content)
    cut(videos / "video-mkv.mkv", 0.6, videos / "cut.mkv")
    (videos / "text.mp4").write_bytes(b"no video")
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", videos / "sound.m4a")
    return {*names, *NO_PICTURES, "cut.mkv", "text.mp4", "sound.m4a"}


def make_others(folder, count):
    """What is no picture. Returns how much is to be counted."""
    before = len(list(folder.iterdir()))
    for i in range(count):
        (folder / f"notes{i}.txt").write_text("notes")
    (folder / "neither").write_bytes(b"\0\5\26\7")
    (folder / "nowhere.txt").symlink_to("nowhere")
    (folder / "a folder.jpg").mkdir()
    counted = len(list(folder.iterdir())) - before
    for name in ("._a.jpg", ".hidden"):
        (folder / name).write_bytes(b"\0\5\26\7")
    return counted


class Inputs:
    def __init__(self, root, options):
        outer, inner, videos = root / "outer", root / "outer/inner", root / "videos"
        chance = random.Random(options.seed)
        shares = {extension: share for extension, share in SHARES.items() if options.heif or extension != "avif"}
        for folder, part in ((outer, 0.7), (inner, 0.3)):
            folder.mkdir()
            for extension, share in shares.items():
                make_pictures(folder, extension, max(1, int(options.count * part * share / sum(shares.values()))), options.side)
        videos.mkdir()
        make_videos(videos, options.side)
        self.broken = make_broken(outer, videos, max(5, options.count // 50))
        rename_oddly(inner, chance)
        self.left_out = make_others(outer, max(3, options.count // 30)) + 1  # the folder in it
        self.paths = [outer, inner, *sorted(videos.iterdir())]


class Runs:
    """The program on the inputs, into a folder of results, with nothing but that to write to."""

    def __init__(self, root, name, inputs, options):
        self.out, self.log, self.temporary = root / name, root / (name + ".log"), root / (name + ".tmp")
        self.temporary.mkdir()
        self.command = [options.program, "--resume", "-o", self.out, "--device", "cpu", "--size", str(options.size), *inputs.paths]

    def start(self):
        with open(self.log, "wb") as log:
            return subprocess.Popen(self.command, stderr=log, env={**os.environ, "TMPDIR": str(self.temporary)})

    def results(self):
        """What is whole, and when it was made."""
        files = self.out.iterdir() if self.out.exists() else ()
        return {file.name: file.stat().st_mtime_ns for file in files if not file.name.startswith(".")}

    def kill_after(self, count, seconds):
        """Returns the results that stood then, `seconds` after there were `count`."""
        process = self.start()
        while process.poll() is None and len(self.results()) < count:
            time.sleep(0.05)
        time.sleep(seconds)
        process.kill()
        if process.wait() != -9:
            sys.exit("it ended before it was killed")
        return self.results()

    def finish(self):
        return self.start().wait()

    def errors(self):
        text = self.log.read_text(errors="surrogateescape")
        return re.findall(r"^shm-matte: error: (.*)$", text, re.MULTILINE)


def frames(video):
    command = ("ffprobe", "-v", "error", "-count_frames", "-select_streams", "v", "-of", "csv=p=0", "-show_entries", "stream=nb_read_frames")
    return subprocess.run([*command, video], capture_output=True, text=True).stdout


def same(result, expected):
    return result.read_bytes() == expected.read_bytes() if result.suffix == ".png" else frames(result) == frames(expected) != ""


def faults_of_results(runs, undisturbed, early):
    names, expected = set(os.listdir(runs.out)), set(os.listdir(undisturbed.out))
    yield from (f"left behind: {name!r}" for name in sorted(names - expected))
    yield from (f"missing: {name!r}" for name in sorted(expected - names))
    yield from (f"not whole: {name!r}" for name in sorted(names & expected) if not same(runs.out / name, undisturbed.out / name))
    at_end = runs.results()
    yield from (f"made twice: {name!r}" for name, made in early.items() if at_end[name] != made and name != "cut.mov")


def faults_of_report(name, runs, code, inputs):
    refused = {word for word in inputs.broken if any(word + ": " in error for error in runs.errors())}
    yield from (f"{name}: not refused: {missed!r}" for missed in sorted(inputs.broken - refused))
    if len(runs.errors()) != len(inputs.broken):
        yield f"{name}: {len(runs.errors())} refusals instead of {len(inputs.broken)}: " + "\n".join(runs.errors())
    if f"{inputs.left_out} left out" not in runs.log.read_text(errors="surrogateescape"):
        yield f"{name}: does not say that {inputs.left_out} files were left out"
    if code != 1:
        yield f"{name}: ended with {code} instead of 1"
    yield from (f"{name}: left in its folder for temporary files: {left!r}" for left in os.listdir(runs.temporary))


def faults(root, options):
    inputs = Inputs(root, options)
    undisturbed = Runs(root, "undisturbed", inputs, options)
    yield from faults_of_report("undisturbed", undisturbed, undisturbed.finish(), inputs)
    if not undisturbed.results():
        return
    total, chance, early = len(undisturbed.results()), random.Random(options.seed), {}
    killed = Runs(root, "killed", inputs, options)
    for kill in range(options.kills):
        early.update(killed.kill_after(int(total * (kill + chance.random()) / (options.kills + 0.5)), chance.random() * options.wait))
        print(f"killed when {len(early)} of {total} results were there", flush=True)
    yield from faults_of_report("killed", killed, killed.finish(), inputs)
    yield from faults_of_results(killed, undisturbed, early)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=3000, help="pictures, about")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--wait", type=float, default=2, help="longest time from a number of results to a kill, seconds")
    parser.add_argument("--side", type=int, default=640, help="width of pictures")
    parser.add_argument("--size", type=int, default=0, help="working size of the network")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-heif", dest="heif", action="store_false", help="the program was built without libheif")
    return parser.parse_args()


def main():
    options = parse_options()
    if shutil.which("ffmpeg") is None:
        print("ffmpeg is not installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        found = list(faults(pathlib.Path(folder), options))
    print(*found or ["as it should be"], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
