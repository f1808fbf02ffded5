# SPDX-License-Identifier: MIT
"""Picture files, by Pillow."""
from __future__ import annotations

import io
import os
import pathlib
import tempfile
from typing import Union

import numpy as np
from PIL import Image, ImageCms, ImageOps

from ._library import BadInput, NotFound


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get('icc_profile')
    if not profile or picture.mode not in ('RGB', 'CMYK', 'L'):
        return picture.convert('RGB')
    return ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile('sRGB'), outputMode='RGB')


def read(file: Union[str, 'os.PathLike[str]']) -> np.ndarray:
    try:
        with Image.open(file) as picture:
            return np.array(_in_srgb(ImageOps.exif_transpose(picture)))
    except FileNotFoundError as error:
        raise NotFound(f'{file}: there is no such file') from error
    except (OSError, ValueError, ImageCms.PyCMSError, Image.DecompressionBombError) as error:
        raise BadInput(f'{file}: {error}') from error


def write_png(file: pathlib.Path, pixels: np.ndarray, overwrite: bool) -> None:
    """What stands under `file` is always whole. Raises FileExistsError where it is there and must not be replaced."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix='.shmmatting-') as folder:
        whole = pathlib.Path(folder, file.name)
        Image.fromarray(pixels).save(whole, 'PNG')
        if overwrite:
            whole.replace(file)
        else:
            os.link(whole, file)
