# SPDX-License-Identifier: MIT
"""Cuts people out of pictures and video, without a green screen.

    import shmmatting
    rgba = shmmatting.cutout('photo.jpg')

Arrays are numpy's, uint8, height x width x 3 (RGB), x 4 (RGBA) or height x width (grey); they are read where they lie. What a fourth channel
makes clear stays clear, and its colours are not looked at. Options are those of the element, as keywords: background='blur', edge_refine=0.5.
"""
from __future__ import annotations

import ctypes
import os
import sys
import threading
from typing import TYPE_CHECKING, Iterable, Iterator, Optional, Union

import numpy as np

from ._library import BadInput, BadModel, DeviceError, Error, InvalidOption, NotFound, errors, folder, image_of, library, option_text

if TYPE_CHECKING:
    from PIL import Image

__all__ = ['BadInput', 'BadModel', 'DeviceError', 'Error', 'InvalidOption', 'Matter', 'NotFound', 'cutout', 'plugin_path', 'read_picture']
__version__: str = library.shm_version().decode()

Picture = Union[np.ndarray, 'Image.Image', str, 'os.PathLike[str]']
Value = Union[str, bool, int, float, tuple, 'os.PathLike[str]']


class Matter:
    """Mattes the frames of one video, one after the other; remembers earlier ones, so that alpha is steady.

    with Matter(background='blur') as matter:
        for frame in frames:
            show(matter.composite(frame))

    order: 'RGB' or 'BGR' (OpenCV's), of what goes in and comes out. For several videos take several Matters. Methods may be called
    from any thread; they wait for each other, and let other threads of Python run.
    """

    def __init__(self, *, order: str = 'RGB', **options: Value) -> None:
        self._lock = threading.Lock()
        self._handle = None
        if order not in ('RGB', 'BGR'):
            raise InvalidOption(f'order: {order!r} is none of RGB, BGR')
        self._order = order
        self._handle = library.shm_matter_new()
        if not self._handle:
            raise MemoryError
        try:
            self.set(**options)
        except Exception:
            self.close()
            raise

    def __enter__(self) -> Matter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Gives network and memory back; afterwards every call is an error."""
        with self._lock:
            handle, self._handle = self._handle, None
        library.shm_matter_free(handle)

    def set(self, **options: Value) -> None:
        """Changes options from the next frame on."""
        for name, value in options.items():
            self._call(library.shm_matter_set, name.replace('_', '-').encode(), os.fsencode(option_text(value)))

    def alpha(self, frame: np.ndarray, out: Optional[np.ndarray] = None) -> np.ndarray:
        """How much of each pixel is a person, 0 to 255: height x width."""
        return self._matte(frame, out, None)

    def cutout(self, frame: np.ndarray, out: Optional[np.ndarray] = None) -> np.ndarray:
        """The frame with alpha, height x width x 4; before a background, where one is set."""
        return self._matte(frame, out, 4)

    def composite(self, frame: np.ndarray, out: Optional[np.ndarray] = None) -> np.ndarray:
        """The person before the background, height x width x 3; before background_color, where none is set."""
        return self._matte(frame, out, 3)

    def cutouts(self, frames: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """The cut-out of each frame."""
        return map(self.cutout, frames)

    def reset(self) -> None:
        """Forgets earlier frames: a new scene, a seek."""
        self._call(library.shm_matter_reset)

    @property
    def info(self) -> dict[str, str]:
        """What the network runs on: model, device, precision, threads, vector_unit, fallback."""
        return {name.replace('-', '_'): self._info(name) for name in ('model', 'device', 'precision', 'threads', 'vector-unit', 'fallback')}

    def _info(self, name: str) -> str:
        text = ctypes.c_char_p()
        self._call(library.shm_matter_info, name.encode(), ctypes.byref(text))
        return (text.value or b'').decode()

    def _matte(self, frame: np.ndarray, out: Optional[np.ndarray], channels: Optional[int]) -> np.ndarray:
        image = image_of('frame', frame, self._order)
        shape = frame.shape[:2] + ((channels,) if channels else ())
        if out is None:
            out = np.empty(shape, np.uint8)
        target = image_of('out', out, self._order)
        if out.shape != shape:
            raise BadInput(f'out: shape {out.shape} is not {shape}')
        if not out.flags.writeable:
            raise BadInput('out: is read-only')
        self._call(library.shm_matter_matte, image, target)
        return out

    def _call(self, function, *arguments) -> None:  # type: ignore[no-untyped-def]
        with self._lock:
            if not self._handle:
                raise Error('this Matter is closed')
            status = function(self._handle, *arguments)
            if status:
                raise errors.get(status, Error)(library.shm_matter_error(self._handle).decode(errors='replace'))


def read_picture(file: Union[str, 'os.PathLike[str]']) -> np.ndarray:
    """A picture file as RGB, or as RGBA where something is clear; upright, and in sRGB where a profile says that it is not."""
    from ._picture import read
    return read(file)


def _frame_of(picture: Picture) -> np.ndarray:
    if isinstance(picture, np.ndarray):
        return picture
    if isinstance(picture, (str, os.PathLike)):
        return read_picture(picture)
    if 'PIL.Image' in sys.modules and isinstance(picture, sys.modules['PIL.Image'].Image):
        from ._picture import pixels_of
        return pixels_of(picture)
    raise TypeError(f'picture: is a {type(picture).__name__}; give a numpy array, a PIL.Image or the name of a file')


def cutout(picture: Picture, *, order: str = 'RGB', **options: Value) -> np.ndarray:
    """Cuts the people out of one picture, an array, a PIL.Image or a file: height x width x 4, with alpha.

    `order` is that of arrays. Of several pictures each loads the network anew: for many take one Matter(single=True).
    """
    frame = _frame_of(picture)
    with Matter(order=order if frame is picture else 'RGB', single=True, **options) as matter:
        return matter.cutout(frame)


def plugin_path() -> str:
    """The folder of the GStreamer element shmmatting, for GST_PLUGIN_PATH; GStreamer itself is yours to install."""
    return str(folder / 'gstreamer-1.0')
