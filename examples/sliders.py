#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The camera's picture before a blurred room, and a window with a slider for each property of its look.

    examples/sliders.py [--source SOURCE] [--headless] [--frames N]

Needs python3-gi, and gir1.2-gtk-3.0 for the window. --headless moves the sliders itself and shows nothing.
"""
import argparse
import itertools

import gi
gi.require_version('Gst', '1.0')
from gi.repository import GLib, Gst

PROPERTIES = ['blur-strength', 'edge-refine', 'temporal', 'black-point', 'white-point', 'shift', 'feather', 'despill',
              'light-wrap']

parser = argparse.ArgumentParser()
parser.add_argument('--source', default='v4l2src', help='any source, such as "filesrc location=walk.mkv ! decodebin"')
parser.add_argument('--headless', action='store_true')
parser.add_argument('--frames', type=int, default=-1, help='after which to end')
options = parser.parse_args()

Gst.init(None)
sink = 'fakesink name=sink' if options.headless else 'videoconvert ! autovideosink'
pipeline = Gst.parse_launch(f'{options.source} ! identity eos-after={options.frames} ! '
                            f'shmmatting name=matting background=blur ! {sink}')
matting = pipeline.get_by_name('matting')
loop = GLib.MainLoop()
failed = []


def move(name, value):
    """Properties may be set at any moment, from any thread: the next frame has them."""
    matting.set_property(name, type(matting.get_property(name))(value))


def end(_bus, message):
    if message.type == Gst.MessageType.ERROR:
        failed.append(message.parse_error().gerror.message)
    if message.type in (Gst.MessageType.ERROR, Gst.MessageType.EOS):
        loop.quit()


def show_sliders():
    gi.require_version('Gtk', '3.0')
    from gi.repository import Gtk
    window, grid = Gtk.Window(title='shmmatting'), Gtk.Grid(column_spacing=12)
    for row, name in enumerate(PROPERTIES):
        spec = matting.find_property(name)
        step = 1 if isinstance(spec.default_value, int) else (spec.maximum - spec.minimum) / 100
        slider = Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, spec.minimum, spec.maximum, step)
        slider.set_value(matting.get_property(name))
        slider.set_size_request(320, -1)
        slider.set_tooltip_text(spec.blurb)
        slider.connect('value-changed', lambda moved, name=name: move(name, moved.get_value()))
        grid.attach(Gtk.Label(label=name, xalign=0), 0, row, 1, 1)
        grid.attach(slider, 1, row, 1, 1)
    window.add(grid)
    window.connect('destroy', lambda _window: loop.quit())
    window.show_all()


def move_sliders():
    """From one end of each range to the other, ten times a second."""
    positions = itertools.cycle(itertools.product((0, 0.5, 1), PROPERTIES))

    def move_one():
        position, name = next(positions)
        spec = matting.find_property(name)
        move(name, spec.minimum + position * (spec.maximum - spec.minimum))
        return True
    GLib.timeout_add(100, move_one)


bus = pipeline.get_bus()
bus.add_signal_watch()
bus.connect('message', end)
move_sliders() if options.headless else show_sliders()
pipeline.set_state(Gst.State.PLAYING)
loop.run()
stats = matting.get_property('stats')
pipeline.set_state(Gst.State.NULL)
if failed:
    raise SystemExit(f'sliders.py: {failed[0]}')
print(f'{stats.get_value("frames")} frames, {stats.get_value("total-mean"):.1f} ms each, {stats.get_value("failures")} failures')
