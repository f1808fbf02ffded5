"""The virtual environment of the comparisons with Python's matting packages: .deps/pymatting."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORES = 2
ENVIRONMENT = ROOT / ".deps" / "pymatting"
PACKAGES = ["pymatting==1.1.16", "scikit-learn", "scipy", "pillow", "numpy"]
THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def enter_environment():
    """Starts the program again inside the environment, after filling that where it is not there yet."""
    python = ENVIRONMENT / "bin" / "python"
    if pathlib.Path(sys.prefix) == ENVIRONMENT.resolve() or sys.prefix == str(ENVIRONMENT):
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    os.execve(python, [str(python), *sys.argv], {**os.environ, **{name: str(CORES) for name in THREADS}})
