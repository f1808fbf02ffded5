# SPDX-License-Identifier: MIT
"""Picture files, by Pillow, as the library reads them: upright, 8 bits a channel, in sRGB, with the alpha that they have."""
from __future__ import annotations

import io
import os
import pathlib
import tempfile
from typing import Optional, Union

import numpy as np
from PIL import Image, ImageCms, ImageOps

from ._library import BadInput, NotFound


def _alpha(picture: Image.Image, deep: Optional[np.ndarray]) -> Optional[Image.Image]:
    """None where nothing is clear."""
    clear = picture.info.get('transparency')
    if isinstance(clear, tuple) and max(clear) > 255:  # of 16 bits, of which Pillow keeps the upper ones
        picture.info['transparency'] = tuple(channel >> 8 for channel in clear)
    if deep is not None and clear is not None:
        alpha = Image.fromarray(np.where(deep == clear, 0, 255).astype(np.uint8))
    elif clear is not None or picture.mode in ('RGBA', 'LA', 'PA', 'RGBa', 'La'):
        alpha = picture.convert('RGBA').getchannel('A')
    else:
        return None
    return None if alpha.getextrema()[0] == 255 else alpha


def _deep(picture: Image.Image, kind: Optional[str]) -> Optional[np.ndarray]:
    """Greys of 16 bits or floats, which Pillow would cut off at 255; None where there are 8 bits."""
    if picture.mode == 'I' and kind == 'TIFF':
        raise ValueError('TIFFs of signed numbers or 32 bits are not read: convert it to PNG or JPEG')
    return np.asarray(picture) if picture.mode == 'F' or picture.mode.startswith('I') else None


def _eight_bits(deep: np.ndarray) -> Image.Image:
    white = 1 if deep.dtype.kind == 'f' else 65535
    return Image.fromarray(np.rint(np.clip(np.nan_to_num(deep) / white, 0, 1) * 255).astype(np.uint8))


def _in_srgb(picture: Image.Image, profile: Optional[bytes]) -> Image.Image:
    """`picture` is L, RGB or CMYK. A profile that does not fit it counts for nothing."""
    if profile:
        try:
            return ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile('sRGB'),
                                             renderingIntent=ImageCms.INTENT_RELATIVE_COLORIMETRIC, outputMode='RGB')
        except (OSError, ImageCms.PyCMSError):
            pass
    return picture.convert('RGB')


def _colors(picture: Image.Image) -> Image.Image:
    """Without alpha, which Pillow's conversions of colours do not take."""
    if picture.mode in ('L', 'RGB', 'CMYK'):
        return picture
    return picture.convert('L' if picture.mode in ('1', 'LA', 'La') else 'RGB')


def pixels_of(picture: Image.Image) -> np.ndarray:
    """RGB, or RGBA where something is clear."""
    kind, upright = picture.format, ImageOps.exif_transpose(picture)
    deep = _deep(upright, kind)
    colors = _in_srgb(_colors(upright) if deep is None else _eight_bits(deep), picture.info.get('icc_profile'))
    alpha = _alpha(upright, deep)
    if alpha is None or (kind == 'BMP' and alpha.getextrema()[1] == 0):  # most programs leave that byte 0
        return np.array(colors)
    return np.dstack([np.asarray(colors), np.asarray(alpha)])


def read(file: Union[str, 'os.PathLike[str]']) -> np.ndarray:
    try:
        with Image.open(file) as picture:
            return pixels_of(picture)
    except FileNotFoundError as error:
        raise NotFound(f'{file}: there is no such file') from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:  # Pillow has SyntaxErrors for damaged PNGs
        raise BadInput(f'{file}: {error}') from error


def _publish(whole: pathlib.Path, file: pathlib.Path) -> None:
    """Gives `whole` a name that nothing may have yet."""
    try:
        os.link(whole, file)
    except FileExistsError:
        raise
    except OSError:  # file systems of sticks and shares know no second name of a file
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        whole.replace(file)


def write_png(file: pathlib.Path, pixels: np.ndarray, overwrite: bool) -> None:
    """What stands under `file` is always whole. Raises FileExistsError where it is there and must not be replaced."""
    with tempfile.TemporaryDirectory(dir=file.parent, prefix='.shmmatting-') as folder:
        whole = pathlib.Path(folder, file.name)
        Image.fromarray(pixels).save(whole, 'PNG')
        if overwrite:
            whole.replace(file)
        else:
            _publish(whole, file)
