"""Alphas from outlines, by shm-prep, for each of its methods."""

import json
import subprocess

METHODS = ("knn", "knn2", "closed-form")


def run(*command):
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    return done.stdout


def make_trimaps(shm_prep, folder, size):
    """From outline/, grey pictures of people, to mask/ and trimap/."""
    run(shm_prep, "mask", folder / "outline", folder / "mask")
    run(shm_prep, "trimap", "--masks", folder / "mask", "--out", folder / "trimap", "--size", size)


def make_alphas(shm_prep, folder, method):
    """The folder of a method's alphas, and the seconds that they took."""
    data = folder / method
    data.mkdir()
    for part in ("image", "trimap"):
        (data / part).symlink_to(folder / part)
    summary = json.loads(run(shm_prep, "alpha", "--data", data, "--method", method, "--json"))
    return data / "alpha", summary["seconds"]
