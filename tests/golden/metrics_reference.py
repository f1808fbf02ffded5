"""The metrics of matting, computed a second time, from their definitions, with NumPy and SciPy.

  metrics_reference.py check SHM_EVAL   compare the program shm-eval with this script; exit 77 without NumPy and SciPy
  metrics_reference.py vectors          print small pictures and their metrics as JSON (metrics.json)
"""
import json
import math
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
    from scipy import ndimage
except ImportError as error:
    print(f"skipped: {error}. Install NumPy and SciPy: .deps/venv/bin/pip install numpy scipy")
    sys.exit(77)

TOLERANCE = 1e-3  # relative
NOISE = 1e-9  # of figures that are 0 but for rounding


def gradient_amplitude(alpha, sigma=1.4):
    low, high = alpha.min(), alpha.max()
    if high > low:
        alpha = (alpha - low) / (high - low)
    half = math.ceil(sigma * math.sqrt(-2 * math.log(math.sqrt(2 * math.pi) * sigma * 0.01)))

    def gauss(x):
        return math.exp(-x * x / (2 * sigma * sigma)) / (sigma * math.sqrt(2 * math.pi))

    span = range(-half, half + 1)
    kernel = np.array([[gauss(row) * -column * gauss(column) / sigma ** 2 for column in span] for row in span])
    kernel /= np.sqrt((kernel ** 2).sum())
    x = ndimage.convolve(alpha, kernel, mode="nearest")
    y = ndimage.convolve(alpha, kernel.T, mode="nearest")
    return np.sqrt(x * x + y * y)


def connectivity_levels(alpha, truth):
    levels = np.full(alpha.shape, -1.0)
    for step in range(1, 11):
        both = (alpha >= step / 10) & (truth >= step / 10)
        labels, count = ndimage.label(both)  # 4-connected
        omega = np.zeros(alpha.shape, bool)
        if count:
            omega = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
        levels[(levels == -1) & ~omega] = (step - 1) / 10
    levels[levels == -1] = 1
    return levels


def phi(alpha, level):
    distance = alpha - level
    return 1 - distance * (distance >= 0.15)


def metrics(alpha, truth, counted=None, before=None):
    if counted is None:
        counted = np.ones(alpha.shape, bool)
    number = max(1, counted.sum())
    error = (alpha - truth)[counted]
    gradient_error = (gradient_amplitude(alpha) - gradient_amplitude(truth))[counted]
    level = connectivity_levels(alpha, truth)
    phi_error = (phi(alpha, level) - phi(truth, level))[counted]
    union = ((alpha >= 0.5) | (truth >= 0.5))[counted].sum()
    common = ((alpha >= 0.5) & (truth >= 0.5))[counted].sum()
    flicker = 0
    if before is not None:
        change = ((alpha - before[0]) - (truth - before[1]))[counted]
        flicker = math.sqrt((change ** 2).sum() / number) * 100
    return {"sad": np.abs(error).sum() / 1000, "mad": np.abs(error).sum() / number * 1000,
            "mse": (error ** 2).sum() / number * 1000, "grad": (gradient_error ** 2).sum() / 1000,
            "conn": np.abs(phi_error).sum() / 1000, "iou": common / union if union else 1.0, "dtssd": flicker}


def soft_shape(random, height, width):
    noise = ndimage.gaussian_filter(random.standard_normal((height, width)), max(1, min(height, width) / 8))
    spread = noise.std() or 1
    return np.clip(noise / spread * 1.5 + 0.5, 0, 1)


def pairs(random):
    """Alpha and truth as integers, with their greatest value (255 or 65535)."""
    for height, width in [(96, 128), (61, 47), (33, 200), (128, 96), (17, 19)]:
        truth = soft_shape(random, height, width)
        near = np.clip(truth + random.normal(0, 0.05, truth.shape), 0, 1)
        for alpha in (near, ndimage.shift(truth, (2, 3), order=1), soft_shape(random, height, width)):
            for white in (255, 65535):
                yield (np.round(plane * white).astype(int) for plane in (alpha, truth)), white
    for height, width in [(64, 64), (1, 1), (1, 37), (41, 1), (2, 2)]:
        yield (random.integers(0, 256, (height, width)) for _ in range(2)), 255
        for values in [(0, 0), (255, 255), (0, 255), (255, 0), (128, 127)]:
            yield (np.full((height, width), value) for value in values), 255


def write_pgm(file, picture, white=255):
    pixels = picture.astype(">u2" if white > 255 else "u1").tobytes()
    file.write_bytes(f"P5 {picture.shape[1]} {picture.shape[0]} {white}\n".encode() + pixels)


def shm_eval(program, folder, *options):
    command = [program, "--pred", folder / "pred", "--truth", folder / "truth", "--json", "-", *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stderr}\nexit {done.returncode}")
    return {picture["name"]: picture for picture in json.loads(done.stdout)["pictures"]}


def far_apart(ours, reference):
    return abs(ours - reference) > TOLERANCE * abs(reference) + NOISE


def compare(what, measured, expected):
    """The number of figures that differ, each printed."""
    bad = 0
    for name, reference in expected.items():
        for field, value in reference.items():
            if far_apart(measured[name][field], value):
                print(f"{what}: {name}: {field} {measured[name][field]}, reference {value}")
                bad += 1
    print(f"{what}: {len(expected)} pictures, {bad} figures differ")
    return bad


def check(program):
    random = np.random.default_rng(7)
    whole, unknown, seen, frames = {}, {}, {}, {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        video = folder / "video"
        for below in ("pred", "truth", "trimap", "ignore", "video/pred", "video/truth"):
            (folder / below).mkdir(parents=True)
        for index, (pair, white) in enumerate(pairs(random)):
            pair = list(pair)
            trimap = random.choice([0, 128, 255], pair[0].shape)
            ignore = random.choice([0, 255], pair[0].shape)
            name = f"{index:03}"
            for below, picture in zip(("pred", "truth"), pair):
                write_pgm(folder / below / f"{name}.pgm", picture, white)
            write_pgm(folder / "trimap" / f"{name}.pgm", trimap)
            write_pgm(folder / "ignore" / f"{name}.pgm", ignore)
            alpha, truth = (picture / white for picture in pair)
            whole[name] = metrics(alpha, truth)
            unknown[name] = metrics(alpha, truth, trimap == 128)
            seen[name] = metrics(alpha, truth, (trimap == 128) & (ignore == 0))
        before = None
        for index in range(20):
            pair = [np.round(soft_shape(random, 30, 40) * 255) for _ in range(2)]
            for below, picture in zip(("pred", "truth"), pair):
                write_pgm(video / below / f"{index:03}.pgm", picture)
            pair = [picture / 255 for picture in pair]
            frames[f"{index:03}"] = metrics(*pair, before=before)
            before = pair
        trimaps = ("--trimap", folder / "trimap")
        return (compare("whole", shm_eval(program, folder), whole)
                + compare("trimap", shm_eval(program, folder, *trimaps), unknown)
                + compare("ignore", shm_eval(program, folder, *trimaps, "--ignore", folder / "ignore"), seen)
                + compare("sequence", shm_eval(program, video, "--sequence", "--jobs", "3"), frames))


def vectors():
    random = np.random.default_rng(3)
    cases = {"far": [soft_shape(random, 9, 12) for _ in range(4)],
             "random": [random.random((8, 8)) for _ in range(4)],
             "row": [random.random((1, 17)) for _ in range(4)],
             "column": [random.random((13, 1)) for _ in range(4)],
             "one pixel": [random.random((1, 1)) for _ in range(4)],
             "nobody": [np.zeros((5, 6))] * 4,
             "all person": [np.ones((5, 6))] * 4,
             "all wrong": [np.ones((5, 6)), np.zeros((5, 6))] * 2}
    truth = soft_shape(random, 16, 11)
    noisy = [np.clip(truth + random.normal(0, 0.04, truth.shape), 0, 1) for _ in range(2)]
    cases["near"] = [noisy[0], truth, noisy[1], truth]
    for name, planes in cases.items():
        alpha, truth, alpha_before, truth_before = (np.round(plane * 255).astype(int) for plane in planes)
        counted = random.integers(0, 2, alpha.shape)
        planes = [plane / 255 for plane in (alpha, truth, alpha_before, truth_before)]
        yield {"name": name, "width": alpha.shape[1], "height": alpha.shape[0],
               "alpha": alpha.ravel().tolist(), "truth": truth.ravel().tolist(),
               "alpha_before": alpha_before.ravel().tolist(), "truth_before": truth_before.ravel().tolist(),
               "counted": counted.ravel().tolist(),
               "whole": metrics(*planes[:2], before=planes[2:]),
               "where_counted": metrics(*planes[:2], counted == 1, before=planes[2:])}


if __name__ == "__main__":
    if sys.argv[1:] == ["vectors"]:
        lines = ",\n ".join(json.dumps(case, default=float) for case in vectors())
        print(f"[{lines}]")
    elif len(sys.argv) == 3 and sys.argv[1] == "check":
        sys.exit(1 if check(sys.argv[2]) else 0)
    else:
        sys.exit(__doc__)
