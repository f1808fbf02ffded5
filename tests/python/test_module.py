#!/usr/bin/env python3
"""The Python module: pictures and videos to cut-outs, and what it refuses.

    test_module.py SOURCE_ROOT

Exits with 77 where numpy or Pillow is absent.
"""
import contextlib
import ctypes
import errno
import io
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import textwrap
import unittest
import unittest.mock
import zlib

try:
    import numpy as np
    from PIL import Image
except ImportError as error:
    print(f'skipped: {error}')
    sys.exit(77)

import shmmatting
from shmmatting._picture import write_png

root = pathlib.Path(sys.argv.pop(1))


def clip(frames=2, size=(640, 480)):
    width, height = size
    raw = subprocess.run(['ffmpeg', '-v', 'error', '-i', str(root / 'examples/walk.mkv'), '-frames:v', str(frames), '-vf', f'scale={width}:{height}',
                          '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], check=True, stdout=subprocess.PIPE).stdout
    return np.frombuffer(raw, np.uint8).reshape(frames, height, width, 3)


def is_person_and_room(alpha):
    """The jumper, and the ceiling."""
    return alpha[420, 330] == 255 and alpha[10, 10] == 0


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frame = clip(1)[0]

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def photo(self, name='photo.jpg', **more):
        Image.fromarray(self.frame).save(self.folder / name, quality=95, **more)
        return self.folder / name

    def run_module(self, *arguments):
        return subprocess.run([sys.executable, '-m', 'shmmatting', *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_an_array_becomes_a_cut_out_with_its_own_colours(self):
        rgba = shmmatting.cutout(self.frame)
        self.assertTrue(is_person_and_room(rgba[..., 3]))
        self.assertTrue((rgba[..., :3] == self.frame).all())

    def test_colours_of_opencv_give_the_same_alpha(self):
        bgr = np.ascontiguousarray(self.frame[..., ::-1])
        self.assertTrue((shmmatting.cutout(bgr, order='BGR')[..., 3] == shmmatting.cutout(self.frame)[..., 3]).all())

    def test_a_file_becomes_a_cut_out(self):
        self.assertTrue(is_person_and_room(shmmatting.cutout(self.photo())[..., 3]))

    def test_a_photo_on_its_side_is_turned(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        self.assertEqual(shmmatting.cutout(self.photo(exif=exif)).shape, (640, 480, 4))

    def save(self, name, picture, **more):
        picture.save(self.folder / name, **more)
        return self.folder / name

    def test_pictures_of_16_bits_and_floats_are_read_as_those_of_8(self):
        grey = self.frame[..., 1]
        deep, share = grey.astype(np.uint16) * 257, (grey / 255).astype(np.float32)
        for name, pixels in ('deep.png', deep), ('deep.tif', deep), ('share.tif', share):
            read = shmmatting.read_picture(self.save(name, Image.fromarray(pixels)))
            self.assertTrue((read == grey[..., np.newaxis]).all(), name)
        self.assertTrue(is_person_and_room(shmmatting.cutout(self.folder / 'deep.png')[..., 3]))
        with self.assertRaisesRegex(shmmatting.BadInput, '32 bits'):
            shmmatting.read_picture(self.save('whole.tif', Image.fromarray(grey.astype(np.int32))))

    def test_what_is_clear_in_a_picture_stays_clear(self):
        clear = np.full(self.frame.shape[:2] + (1,), 255, np.uint8)
        clear[:, :320] = 0
        rgba = Image.fromarray(np.dstack([self.frame, clear]))
        palette = Image.fromarray(np.where(clear[..., 0] == 0, 7, self.frame[..., 1] | 8).astype(np.uint8), 'P')
        palette.putpalette(np.repeat(np.arange(256, dtype=np.uint8), 3).tobytes())
        files = [self.save('rgba.png', rgba), self.save('grey.png', rgba.convert('LA')), self.save('rgba.webp', rgba, lossless=True),
                 self.save('rgba.tif', rgba), self.save('palette.png', palette, transparency=7)]
        for file in files:
            self.assertTrue((shmmatting.read_picture(file)[..., 3:] == clear).all(), file)
        for picture in files[0], rgba, np.asarray(rgba):
            alpha = shmmatting.cutout(picture)[..., 3]
            self.assertEqual((alpha[:, :320].max(), alpha[360, 330]), (0, 255), picture)

    def test_what_is_half_clear_in_a_picture_stays_so(self):
        half = np.dstack([self.frame, np.full(self.frame.shape[:2], 128, np.uint8)])
        self.assertEqual(shmmatting.cutout(half)[360, 310, 3], 128)
        with shmmatting.Matter(single=True) as matter:
            self.assertEqual(matter.alpha(half).max(), 128)

    def test_colours_under_what_is_clear_are_not_shown(self):
        hidden = np.dstack([self.frame, np.full(self.frame.shape[:2], 255, np.uint8)])
        hidden[:100, :100] = (255, 0, 255, 0)
        self.assertFalse((shmmatting.cutout(hidden)[:100, :100, :3] == (255, 0, 255)).all(-1).any())

    def test_what_is_of_one_colour_in_16_bits_and_named_clear_is_clear(self):
        for depth in ('grey', 'colours'):
            read = shmmatting.read_picture(self.png_of_16_bits(depth))
            self.assertEqual(read[0, :, 3].tolist(), [0, 0, 255, 255], depth)

    def png_of_16_bits(self, depth):
        kind, channels = (0, 1) if depth == 'grey' else (2, 3)
        row = b'\0' + b'\x30\x39' * channels * 2 + b'\x75\x30' * channels * 2
        chunks = (b'IHDR', struct.pack('>IIBBBBB', 4, 1, 16, kind, 0, 0, 0)), (b'tRNS', b'\x30\x39' * channels), (b'IDAT', zlib.compress(row)), (b'IEND', b'')
        file = self.folder / f'{depth}.png'
        file.write_bytes(b'\x89PNG\r\n\x1a\n' + b''.join(
            struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data)) for name, data in chunks))
        return file

    def test_what_is_no_picture_is_refused_with_what_is_taken(self):
        for nothing in (None, [[1]], 3):
            with self.assertRaisesRegex(TypeError, 'numpy array, a PIL.Image or the name of a file'):
                shmmatting.cutout(nothing)

    def test_a_library_that_is_not_there_is_named_with_the_remedy(self):
        for library, words in (self.folder / 'none.so', 'SHM_LIBRARY'), ('libc.so.6', 'another version'):
            done = subprocess.run([sys.executable, '-c', 'import shmmatting'], env={**os.environ, 'SHM_LIBRARY': str(library)}, stderr=subprocess.PIPE, text=True)
            self.assertIn('ImportError', done.stderr)
            self.assertIn(words, done.stderr)

    def test_the_program_writes_beside_the_photo_and_replaces_nothing(self):
        photo, result = self.photo(), self.folder / 'photo-cutout.png'
        self.assertEqual(self.run_module(photo).stdout, f'{result}\n')
        with Image.open(result) as picture:
            self.assertEqual((picture.mode, picture.size), ('RGBA', (640, 480)))
        result.write_bytes(b'mine')
        again = self.run_module(photo)
        self.assertEqual(again.returncode, 1)
        self.assertIn('--overwrite', again.stderr)
        self.assertEqual(result.read_bytes(), b'mine')
        self.assertEqual(self.run_module('--overwrite', photo).returncode, 0)
        self.assertEqual(sorted(file.name for file in self.folder.iterdir()), ['photo-cutout.png', 'photo.jpg'])

    def test_results_find_their_place_where_files_cannot_have_a_second_name(self):
        result = self.folder / 'result.png'
        with unittest.mock.patch('os.link', side_effect=PermissionError(errno.EPERM, 'Operation not permitted')):  # as on a stick
            write_png(result, self.frame, False)
            self.assertEqual(shmmatting.read_picture(result).shape, self.frame.shape)
            with self.assertRaises(FileExistsError):
                write_png(result, self.frame[:8], False)
        self.assertEqual(shmmatting.read_picture(result).shape, self.frame.shape)
        self.assertEqual([file.name for file in self.folder.iterdir()], ['result.png'])

    def test_a_result_that_is_replaced_is_there_all_the_while(self):
        result = self.folder / 'result.png'
        write_png(result, self.frame, False)
        libc, deleted = ctypes.CDLL(None), 0x200
        watch = libc.inotify_init1(os.O_NONBLOCK)
        self.addCleanup(os.close, watch)
        libc.inotify_add_watch(watch, bytes(self.folder), deleted)
        write_png(result, self.frame[:8, :8], True)
        self.assertNotIn(b'result.png\0', os.read(watch, 4096))
        with Image.open(result) as picture:
            self.assertEqual(picture.size, (8, 8))
        with self.assertRaises(FileExistsError):
            write_png(result, self.frame, False)

    def test_the_program_goes_on_behind_a_file_that_is_no_picture(self):
        (self.folder / 'text.jpg').write_text('no picture')
        done = self.run_module(self.folder / 'text.jpg', self.folder / 'none.jpg', self.photo())
        self.assertEqual(done.returncode, 1)
        self.assertIn('text.jpg', done.stderr)
        self.assertIn('none.jpg: there is no such file', done.stderr)
        self.assertTrue((self.folder / 'photo-cutout.png').exists())


class Videos(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.frames = clip()

    def test_frames_become_cut_outs_one_after_the_other(self):
        with shmmatting.Matter() as matter:
            cutouts = list(matter.cutouts(self.frames))
        self.assertEqual([rgba.shape for rgba in cutouts], [(480, 640, 4)] * 2)
        self.assertTrue(all(is_person_and_room(rgba[..., 3]) for rgba in cutouts))

    def test_a_part_of_a_frame_is_matted_where_it_lies(self):
        part = self.frames[0][100:, 50:590]
        with shmmatting.Matter(single=True) as matter:
            self.assertTrue((matter.alpha(part) == matter.alpha(part.copy())).all())

    def test_what_is_given_to_write_to_is_written_to(self):
        out = np.zeros((480, 640), np.uint8)
        with shmmatting.Matter() as matter:
            self.assertIs(matter.alpha(self.frames[0], out), out)
        self.assertTrue(is_person_and_room(out))

    def test_a_background_colour_stands_behind_the_person(self):
        with shmmatting.Matter(background='color', background_color=(255, 0, 0)) as matter:
            self.assertEqual(tuple(matter.composite(self.frames[0])[10, 10]), (255, 0, 0))

    def test_what_it_runs_on_can_be_asked(self):
        with shmmatting.Matter(device='cpu', threads=1) as matter:
            self.assertEqual((matter.info['device'], matter.info['threads']), ('cpu', '1'))

    def test_the_model_that_fits_the_machine_can_be_asked(self):
        with tempfile.TemporaryDirectory() as cache, unittest.mock.patch.dict(os.environ, XDG_CACHE_HOME=cache):
            with shmmatting.Matter(model='auto', device='cpu') as matter:
                self.assertIn(matter.info['model'], ('default', 'eco'))


class Refusals(unittest.TestCase):
    def setUp(self):
        self.matter = shmmatting.Matter()
        self.addCleanup(self.matter.close)

    def assert_refused(self, frame, *words):
        with self.assertRaises(shmmatting.BadInput) as raised:
            self.matter.alpha(frame)
        for word in words:
            self.assertIn(word, str(raised.exception))

    def test_arrays_that_are_no_frames_are_refused_in_a_sentence(self):
        frame = np.zeros((8, 8, 3), np.uint8)
        self.assert_refused(frame.astype(np.float32), 'uint8')
        self.assert_refused([[1]], 'numpy array')
        self.assert_refused(frame[..., :2], '(8, 8, 2)')
        self.assert_refused(frame[:0], '(0, 8, 3)')
        for view in (frame[::-1], frame[:, ::2], frame[..., ::-1], np.asfortranarray(frame), np.broadcast_to(frame[:1], frame.shape)):
            self.assert_refused(view, 'ascontiguousarray')

    def test_an_output_that_does_not_fit_is_refused(self):
        frame, wrong, read_only = np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8, 4), np.uint8), np.zeros((8, 8), np.uint8)
        read_only.flags.writeable = False
        for out in (wrong, read_only, [[1]]):
            with self.assertRaises(shmmatting.BadInput):
                self.matter.alpha(frame, out)

    def test_options_that_are_not_there_are_named(self):
        with self.assertRaisesRegex(shmmatting.InvalidOption, 'sise: is none of model, device'):
            self.matter.set(sise=3)
        with self.assertRaisesRegex(ValueError, 'edge-refine: 2 is not in 0..1'):
            self.matter.set(edge_refine=2)

    def test_a_model_that_is_not_there_is_not_found(self):
        with self.assertRaisesRegex(shmmatting.NotFound, 'no model named nobody'):
            shmmatting.cutout(np.zeros((8, 8, 3), np.uint8), model='nobody')
        with self.assertRaises(shmmatting.NotFound):
            shmmatting.cutout(np.zeros((8, 8, 3), np.uint8), model=os.fsdecode(b'\xff.safetensors'))

    def test_what_is_closed_says_so(self):
        self.matter.close()
        with self.assertRaisesRegex(shmmatting.Error, 'closed'):
            self.matter.alpha(np.zeros((8, 8), np.uint8))


class Documents(unittest.TestCase):
    def test_the_lines_of_python_in_the_documents_run(self):
        for document in ('README.md', 'python/README.md'):
            code = textwrap.dedent(re.search(r'^    import shmmatting\n(?:    .*\n|\n)+', (root / document).read_text(), re.M)[0])
            shown = []
            with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
                Image.fromarray(clip(1)[0]).save(pathlib.Path(folder) / 'photo.jpg')
                before = os.getcwd()
                os.chdir(folder)
                names = {'frames': clip(), 'show': shown.append}
                exec(code, names)  # pylint: disable=exec-used
                os.chdir(before)
            self.assertEqual([frame.shape for frame in shown], [(480, 640, 3)] * 2, document)
            self.assertEqual(names['rgba'].shape, (480, 640, 4), document)


unittest.main()
