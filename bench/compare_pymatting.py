#!/usr/bin/env python3
"""Alpha from trimaps beside PyMatting and a direct solver: error, time, growth, memory.

    bench/compare_pymatting.py [--only quality|speed|growth] [--pictures N] [--direct] [--repeat N]

Needs build/bench/alpha-bench and ../shared/data/alphamatting (--data). Installs PyMatting, scikit-learn
and SciPy into .deps/pymatting, a virtual environment, on the first run. Everything runs on two cores.

  quality  the 14 pictures with their small trimaps: mean squared error over the unknown pixels, and time
  speed    one picture at 800x600: ours and theirs by turns, the fastest of --repeat runs each
  growth   the same picture from 0.1 to 8 megapixels, by turns: the median of --repeat runs' times for a
           megapixel, and memory

--direct adds to quality what a direct solver makes of KNN's whole system: half a minute to a quarter of an hour a
picture; --scale 0.5 makes that seconds.
"""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

from pymatting_environment import CORES, ROOT, enter_environment

OURS = {"knn": "KNN", "knn2": "KNN, two scales", "closed-form": "closed form"}


def load(path, mode):
    return np.array(Image.open(path).convert(mode))


def ours(image, guide, method, out):
    """Runs alpha-bench once: its report and alpha."""
    command = [ARGUMENTS.bench, image, guide, "--method", method, "--threads", CORES, "--out", out]
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    return json.loads(done.stdout), np.fromfile(out, np.float32).astype(float)


def our_time_of(image, guide, method, out):
    report, result = ours(image, guide, method, out)
    return report["seconds"], result


def knn_system(image, trimap):
    """KNN matting's equations for the whole picture, with the parts of the original: (H, right side)."""
    height, width, _ = image.shape
    rows, columns = np.unravel_index(np.arange(height * width), (height, width))
    position = np.array([rows, columns]) / np.sqrt(height * height + width * width)
    features = np.append(image.reshape(-1, 3).T / 255.0, position, axis=0).T
    nearest = NearestNeighbors(n_neighbors=10, n_jobs=CORES).fit(features).kneighbors(features)[1]
    i, j = np.repeat(np.arange(len(features)), 10), nearest.ravel()
    affinity = 1 - np.linalg.norm(features[i] - features[j], axis=1) / 5
    links = scipy.sparse.coo_matrix((affinity, (i, j)), shape=(len(features),) * 2).tocsr()
    laplacian = scipy.sparse.diags(np.ravel(links.sum(axis=1))) - links
    known = (trimap.ravel() == 0) | (trimap.ravel() == 255)
    return (2 * (laplacian + 100 * scipy.sparse.diags(known * 1.0))).tocsc(), 200.0 * (trimap.ravel() == 255)


def original_knn(image, trimap):
    """As the original solves it: 30 to 600 s a picture of the 14."""
    return np.clip(scipy.sparse.linalg.spsolve(*knn_system(image, trimap)), 0, 1)


def direct_knn(image, trimap):
    """The same solution, to rounding, sooner: SuperLU in an order for a nearly symmetric pattern. No pivoting is
    needed, since every row is dominated by its diagonal."""
    system, right_side = knn_system(image, trimap)
    factors = scipy.sparse.linalg.splu(system, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0,
                                       options={"SymmetricMode": True})
    return np.clip(factors.solve(right_side), 0, 1)


def theirs(method, image, trimap):
    estimate = {"knn2": pymatting.estimate_alpha_knn, "closed-form": pymatting.estimate_alpha_cf}[method]
    return estimate(image / 255.0, trimap / 255.0).ravel()


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def warm_up():
    """Numba compiles on the first call; that is not what is compared."""
    small = np.random.default_rng(1).random((32, 32, 3)) * 255
    trimap = np.full((32, 32), 128)
    trimap[:10], trimap[22:] = 0, 255
    theirs("knn2", small, trimap)
    theirs("closed-form", small, trimap)
    pymatting.estimate_foreground_ml(small / 255, trimap / 255)


def error(alpha, truth, unknown):
    return float(np.mean((alpha - truth)[unknown] ** 2))


def quality(folder, out):
    columns = ["KNN", "direct", "two scales", "PyMatting", "closed form", "PyMatting"]
    print("\nMean squared error over unknown pixels (seconds)\n")
    print("| picture | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
    rows = []
    for path in sorted((ARGUMENTS.data / "gt").glob("*.png"))[: ARGUMENTS.pictures]:
        rows.append(quality_of(path.stem, folder, out))
        print(f"| {path.stem} | " + " | ".join(cell(*pair) for pair in rows[-1]) + " |", flush=True)
    means = [mean_of(column) for column in zip(*rows)]
    print("| **mean** | " + " | ".join(cell(*pair) for pair in means) + " |")
    names = {"KNN / direct": (0, 1), "two scales / PyMatting": (2, 3), "closed form / PyMatting": (4, 5)}
    for name, (a, b) in names.items():
        if means[b]:
            print(f"{name}: error x {means[a][0] / means[b][0]:.4f}, time x {means[a][1] / means[b][1]:.3f}")


def quality_of(picture, folder, out):
    width, height = Image.open(ARGUMENTS.data / "gt" / f"{picture}.png").size
    image, trimap, alpha = resized(picture, folder, round(ARGUMENTS.scale * width), round(ARGUMENTS.scale * height))
    pixels, known = load(image, "RGB").astype(float), load(trimap, "L")
    truth, unknown = load(alpha, "L").ravel() / 255.0, (known == 128).ravel()

    def measured(seconds, alpha):
        return error(alpha, truth, unknown), seconds

    def our(method):
        report, alpha = ours(image, trimap, method, out)
        return measured(report["seconds"], alpha)

    direct = measured(*timed(lambda: direct_knn(pixels, known))) if ARGUMENTS.direct else ()
    return [our("knn"), direct, our("knn2"), measured(*timed(lambda: theirs("knn2", pixels, known))),
            our("closed-form"), measured(*timed(lambda: theirs("closed-form", pixels, known)))]


def cell(*pair):
    return f"{pair[0]:.5f} ({pair[1]:.2f})" if pair else "-"


def mean_of(pairs):
    return tuple(np.mean(pairs, axis=0)) if all(pairs) else ()


def resized(picture, folder, width, height):
    """A picture at a size: paths of picture, trimap and alpha."""
    paths = []
    for kind, mode, how in (("input", "RGB", Image.LANCZOS), ("trimap1", "L", Image.NEAREST),
                            ("gt", "L", Image.LANCZOS)):
        path = pathlib.Path(folder) / f"{kind}_{width}x{height}.png"
        Image.open(ARGUMENTS.data / kind / f"{picture}.png").convert(mode).resize(
            (width, height), how).save(path)
        paths.append(path)
    return paths


def fastest(work):
    return min((work() for _ in range(ARGUMENTS.repeat)), key=lambda result: result[0])


def speed(folder, out):
    image, trimap, alpha = resized(ARGUMENTS.picture, folder, 800, 600)
    pixels, known = load(image, "RGB").astype(float), load(trimap, "L")
    print(f"\n{ARGUMENTS.picture} at 800x600, {CORES} cores, fastest of {ARGUMENTS.repeat}\n")
    print("| method | ours s | theirs s | times as fast | mean difference |\n|---|---|---|---|---|")
    others = {"knn": ("scikit-learn and spsolve", lambda: original_knn(pixels, known)),
              "knn2": ("PyMatting", lambda: theirs("knn2", pixels, known)),
              "closed-form": ("PyMatting", lambda: theirs("closed-form", pixels, known))}
    for method, (name, work) in others.items():
        their_time, their_alpha = fastest(lambda: timed(work))
        our_time, our_alpha = fastest(lambda: our_time_of(image, trimap, method, out))
        print(f"| {OURS[method]} beside {name} | {our_time:.2f} | {their_time:.2f} "
              f"| {their_time / our_time:.1f} | {np.abs(our_alpha - their_alpha).mean():.6f} |", flush=True)
    their_time, their_colors = fastest(lambda: timed(lambda: pymatting.estimate_foreground_ml(
        pixels / 255, load(alpha, "L") / 255.0)))
    our_time, our_colors = fastest(lambda: our_time_of(image, alpha, "foreground", out))
    print(f"| foreground beside PyMatting | {our_time:.3f} | {their_time:.3f} | {their_time / our_time:.1f} "
          f"| {np.abs(our_colors / 255 - their_colors.ravel()).mean():.6f} |")


def growth(folder, out):
    sizes = {}
    for megapixels in (0.1, 0.5, 2.0, 8.0):
        width = round((megapixels * 1e6 * 4 / 3) ** 0.5)
        sizes[megapixels] = resized(ARGUMENTS.picture, folder, width, round(megapixels * 1e6 / width))
    print("\n| method | megapixels | seconds | seconds a megapixel | peak MB | iterations |")
    print("|---|---|---|---|---|---|")
    for method in OURS:
        runs = [{size: ours(image, trimap, method, out)[0] for size, (image, trimap, _) in sizes.items()}
                for _ in range(ARGUMENTS.repeat)]
        for size in sizes:
            report = sorted((run[size] for run in runs), key=lambda one: one["seconds"])[len(runs) // 2]
            print(f"| {OURS[method]} | {size} | {report['seconds']:.3f} | {report['seconds'] / size:.3f} "
                  f"| {report['peak_mb']:.0f} | {report['iterations']} |", flush=True)


def main():
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    warm_up()
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "alpha.f32"
        if ARGUMENTS.only in (None, "quality"):
            quality(folder, out)
        if ARGUMENTS.only in (None, "speed"):
            speed(folder, out)
        if ARGUMENTS.only in (None, "growth"):
            growth(folder, out)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("quality", "speed", "growth"))
    parser.add_argument("--pictures", type=int, help="of the 14, only the first so many")
    parser.add_argument("--scale", type=float, default=1, help="of the 14 pictures' sides (%(default)s)")
    parser.add_argument("--picture", default="GT05", help="to time (%(default)s)")
    parser.add_argument("--direct", action="store_true", help="solve KNN's system directly, too")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each (%(default)s)")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/data/alphamatting")
    parser.add_argument("--bench", type=pathlib.Path, default=ROOT / "build/bench/alpha-bench")
    return parser.parse_args()


if __name__ == "__main__":
    enter_environment()
    ARGUMENTS = parse_arguments()
    import numpy as np
    import pymatting
    import scipy.sparse
    import scipy.sparse.linalg
    from PIL import Image
    from sklearn.neighbors import NearestNeighbors

    main()
