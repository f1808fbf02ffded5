# SPDX-License-Identifier: MIT
"""libshmmatting's C API (shm/c/matter.h) through ctypes: types, functions, errors, arrays as images."""
from __future__ import annotations

import ctypes
import os
import pathlib
from typing import Type, Union

import numpy as np

folder = pathlib.Path(__file__).resolve().parent


class Error(Exception):
    """What the library says is wrong, with the remedy."""


class InvalidOption(Error, ValueError):
    """There is no such option, or it does not take that value."""


class NotFound(Error, FileNotFoundError):
    """A model or picture is not where it was said to be."""


class BadInput(Error, ValueError):
    """An array cannot be used as it is."""


class BadModel(Error):
    """A model file is damaged, or of an unknown kind."""


class DeviceError(Error):
    """The device asked for is absent, or failed while at work."""


class Image(ctypes.Structure):
    """ShmImage and ShmMutableImage."""
    _fields_ = [('data', ctypes.c_void_p), ('width', ctypes.c_int32), ('height', ctypes.c_int32),
                ('stride', ctypes.c_ssize_t), ('format', ctypes.c_int32)]


errors: dict[int, Type[Exception]] = {1: InvalidOption, 2: NotFound, 3: BadInput, 4: BadModel, 5: DeviceError, 6: MemoryError}
formats = {'GRAY': 0, 'RGB': 1, 'BGR': 2, 'RGBA': 3, 'BGRA': 4}


def _load() -> ctypes.CDLL:
    bundled = folder / 'lib' / 'libshmmatting.so.0'
    named = os.environ.get('SHM_LIBRARY')
    try:
        return ctypes.CDLL(named or (str(bundled) if bundled.exists() else bundled.name))
    except OSError as error:
        remedy = 'SHM_LIBRARY in the environment names it' if named else 'install it, or name its file in the environment as SHM_LIBRARY'
        raise ImportError(f'shmmatting cannot load its library: {error}; {remedy}') from error


def _open() -> ctypes.CDLL:
    library = _load()
    handle, text, image = ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(Image)
    for name, result, *arguments in (
            ('shm_version', text), ('shm_matter_new', handle), ('shm_matter_free', None, handle),
            ('shm_matter_set', ctypes.c_int, handle, text, text), ('shm_matter_open', ctypes.c_int, handle),
            ('shm_matter_prepare', ctypes.c_int, handle, ctypes.c_int32, ctypes.c_int32),
            ('shm_matter_matte', ctypes.c_int, handle, image, image), ('shm_matter_trimap', ctypes.c_int, handle, image),
            ('shm_matter_reset', None, handle), ('shm_matter_info', ctypes.c_int, handle, text, ctypes.POINTER(text)),
            ('shm_matter_error', text, handle)):
        function = getattr(library, name, None)
        if function is None:
            raise ImportError(f'{library._name}: is of another version, without {name}; name the right one in the environment as SHM_LIBRARY')
        function.restype, function.argtypes = result, arguments
    return library


library = _open()


def option_text(value: Union[str, bool, int, float, tuple, os.PathLike]) -> str:
    """As the library reads it; (red, green, blue) is a colour."""
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, tuple):
        return '#%02x%02x%02x' % value
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)


def image_of(name: str, array: np.ndarray, order: str) -> Image:
    """The library's view on an array, which is not copied. Raises BadInput where it cannot be one."""
    if not isinstance(array, np.ndarray) or array.dtype != np.uint8:
        raise BadInput(f'{name}: is not a numpy array of uint8')
    channels = array.shape[2] if array.ndim == 3 else 1
    known = {1: 'GRAY', 3: order, 4: order + 'A'}
    if array.ndim not in (2, 3) or channels not in known or 0 in array.shape:
        raise BadInput(f'{name}: shape {array.shape} is not height x width, with 3 or 4 channels or none')
    stride, pixel = array.strides[:2]
    if pixel != channels or array.strides[-1] != 1 or stride < channels * array.shape[1]:
        raise BadInput(f'{name}: its rows or pixels are not one behind the other (strides {array.strides}); '
                       'hand in numpy.ascontiguousarray() of it')
    return Image(array.ctypes.data, array.shape[1], array.shape[0], stride, formats[known[channels]])
