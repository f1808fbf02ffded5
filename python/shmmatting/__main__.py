# SPDX-License-Identifier: MIT
"""Cuts the people out of pictures: photo.jpg becomes photo-cutout.png beside it."""
from __future__ import annotations

import argparse
import pathlib
import sys

import shmmatting
from shmmatting._picture import write_png


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='python -m shmmatting', description=__doc__)
    parser.add_argument('pictures', nargs='*', type=pathlib.Path, metavar='PICTURE')
    parser.add_argument('--overwrite', action='store_true', help='replace results that are there')
    parser.add_argument('--set', action='append', default=[], metavar='OPTION=VALUE', help='an option of the library, such as despill=1')
    parser.add_argument('--plugin-path', action='store_true', help='say where the GStreamer element is, for GST_PLUGIN_PATH')
    parser.add_argument('--version', action='version', version=shmmatting.__version__)
    return parser


def _cut_out(matter: shmmatting.Matter, picture: pathlib.Path, overwrite: bool) -> bool:
    result = picture.with_name(picture.stem + '-cutout.png')
    try:
        if result.exists() and not overwrite:
            raise FileExistsError
        write_png(result, matter.cutout(shmmatting.read_picture(picture)), overwrite)
    except FileExistsError:
        print(f'{result}: is there already; --overwrite replaces it', file=sys.stderr)
    except (shmmatting.Error, OSError) as error:
        print(error, file=sys.stderr)
    else:
        print(result)
        return True
    return False


def main() -> int:
    parser = _arguments()
    given = parser.parse_args()
    if given.plugin_path:
        print(shmmatting.plugin_path())
        return 0
    if not given.pictures:
        parser.error('name a picture')
    try:
        options = dict(option.split('=', 1) for option in given.set)
        matter = shmmatting.Matter(**{'single': True, **options})
    except ValueError as error:
        parser.error(str(error))
    done = [_cut_out(matter, picture, given.overwrite) for picture in given.pictures]
    return 0 if all(done) else 1


if __name__ == '__main__':
    sys.exit(main())
