#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Follows a page of the documents to the letter: runs its blocks of shell (```sh), one after the other in one shell that
ends at the first command that fails. Blocks of text (```text) are what they print, indented ones are not followed.

  follow.py PAGE              in the folder where you are
  follow.py PAGE --apart      in a folder of its own, in which what the clone holds is linked
  follow.py PAGE --needs X    exits with 77 where the program X is not found (a test that is skipped)
  follow.py PAGE --print      prints what it would run, for a machine that has no Python yet
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77


def commands(page):
    blocks = re.findall(r'^```sh\n(.*?)^```$', page.read_text(), re.MULTILINE | re.DOTALL)
    if not blocks:
        sys.exit(f'{page}: there is nothing to follow')
    return ''.join(blocks)


def script(page):
    return 'set -euo pipefail\nPS4="$ "\nset -x\n' + commands(page)


def follow(page, folder):
    return subprocess.run(['bash', '-c', script(page)], cwd=folder, check=False).returncode


def follow_apart(page):
    with tempfile.TemporaryDirectory() as folder:
        for entry in ROOT.iterdir():
            pathlib.Path(folder, entry.name).symlink_to(entry)
        return follow(page, folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('page', type=pathlib.Path)
    parser.add_argument('--apart', action='store_true')
    parser.add_argument('--needs', nargs='*', default=[])
    parser.add_argument('--print', action='store_true')
    options = parser.parse_args()
    if options.print:
        print(script(options.page), end='')
        return 0
    missing = [program for program in options.needs if not shutil.which(program)]
    if missing:
        print('not installed:', *missing)
        return SKIPPED
    return follow_apart(options.page) if options.apart else follow(options.page, None)


if __name__ == '__main__':
    sys.exit(main())
