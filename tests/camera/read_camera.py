#!/usr/bin/env python3
"""What another program sees of shm-camera under PipeWire: read_camera.py SHM_CAMERA.

Who reads sees red, and while nobody reads the camera is closed and costs nothing. Exits with 77, saying why, where PipeWire is not installed.
"""
import subprocess
import sys
import time

from pipewire_session import expect, height, run, skip, width

red = (81, 90, 240)  # of BT.601, as cameras have it


def element_there(name):
    # --exists says no: it compares GStreamer's version with PipeWire's.
    return subprocess.run(['gst-inspect-1.0', name], check=False, stdout=subprocess.DEVNULL).returncode == 0


def read(folder, frames):
    """The last frame of so many, as YUY2, as another program reads it."""
    target = folder + '/frames'
    subprocess.run(['timeout', '40', 'gst-launch-1.0', '-q', 'pipewiresrc', 'target-object=shm-camera', f'num-buffers={frames}',
                    '!', f'video/x-raw,format=YUY2,width={width},height={height}', '!', 'filesink', 'location=' + target],
                   check=True)
    with open(target, 'rb') as file:
        return file.read()[-width * height * 2:]


def color(frame):
    """The mean of its Y, U and V."""
    count = width * height
    return sum(frame[0::2]) / count, sum(frame[1::4]) / count * 2, sum(frame[3::4]) / count * 2


def near(one, other):
    return all(abs(a - b) < 12 for a, b in zip(one, other))


def try_camera(camera, session, folder):
    camera.wait_for('state', 'resting')
    seen = color(read(folder, 60))
    expect('who reads sees the composite', near(seen, red), f'{seen} where red is {red}')
    expect('the camera was opened for that', 'On air' in camera.said())
    camera.wait_for('state', 'resting')
    before = camera.processor_time()
    time.sleep(5)
    cost = (camera.processor_time() - before) / 5
    expect('nobody reads: under 1 % of a core', cost < 0.01, f'{100 * cost:.2f} %')
    seen = color(read(folder, 60))
    expect('it comes back for the next reader', near(seen, red), f'{seen}')
    session.stop()
    camera.wait_for('output', 'does not answer')
    session.start()
    camera.wait_for('output', 'Matted camera')
    seen = color(read(folder, 60))
    expect('it comes back with PipeWire', near(seen, red), f'{seen}')


if not element_there('pipewiresrc'):
    skip('gstreamer1.0-pipewire')
run(sys.argv[1], try_camera)
