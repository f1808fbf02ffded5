#!/usr/bin/env python3
"""What another program sees of shm-camera under PipeWire: read_camera.py SHM_CAMERA.

A white room without anybody in it, red behind: who reads sees red. While nobody reads the camera is closed and costs nothing.
PipeWire and its session manager are the test's own, which nothing else hears of. Exits with 77, saying why, where they are not installed.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

width, height = 320, 240
red = (81, 90, 240)  # of BT.601, as cameras have it
room = 'videotestsrc is-live=true pattern=white'


def element_there(name):
    # --exists says no: it compares GStreamer's version with PipeWire's.
    return subprocess.run(['gst-inspect-1.0', name], check=False, stdout=subprocess.DEVNULL).returncode == 0


class Session:
    """PipeWire and WirePlumber, for who has this process's environment."""

    def __init__(self, folder):
        self.folder = folder
        for name in ('RUNTIME_DIR', 'CONFIG_HOME', 'STATE_HOME', 'DATA_HOME'):
            os.environ['XDG_' + name] = folder
        self.start()

    def start(self):
        self.log = open(self.folder + '/session.log', 'w+', encoding='utf-8')
        self.processes = [subprocess.Popen(['pipewire'], stdout=self.log, stderr=self.log)]
        end = time.monotonic() + 10
        while not os.path.exists(self.folder + '/pipewire-0'):
            if time.monotonic() > end:
                sys.exit('PipeWire does not start: ' + open(self.log.name, encoding='utf-8').read())
            time.sleep(0.05)
        self.processes.append(subprocess.Popen(['wireplumber'], stdout=self.log, stderr=self.log))

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(10)


class Camera:
    """shm-camera, running."""

    def __init__(self, program, folder, *more):
        self.log = open(folder + '/log', 'w+', encoding='utf-8')
        self.process = subprocess.Popen(
            [program, '--camera', room, '--output', 'pipewire', '--port', '0', '--width', str(width), '--height', str(height),
             '--settings', folder + '/camera.ini', '--set', 'size=64', *more],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.address, self.token = re.match(r'(\S+)/\?token=(\w+)', self.process.stdout.readline()).groups()

    def state(self):
        request = urllib.request.Request(self.address + '/api/state', headers={'Authorization': 'Bearer ' + self.token})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def wait_for(self, what, text, seconds=20):
        """Until what the API tells has the text in it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if text in self.state()[what]:
                return
            time.sleep(0.1)
        sys.exit(f'not {text} within {seconds} s: {self.state()}\n{self.said()}')

    def processor_time(self):
        with open(f'/proc/{self.process.pid}/stat', encoding='ascii') as file:
            fields = file.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def said(self):
        self.log.flush()
        with open(self.log.name, encoding='utf-8') as file:
            return file.read()

    def end(self):
        self.process.terminate()
        if self.process.wait(10) != 0:
            sys.exit(f'ended with {self.process.returncode}\n{self.said()}')


def read(folder, frames):
    """The last frame of so many, as YUY2, as another program reads it."""
    target = folder + '/frames'
    subprocess.run(['timeout', '40', 'gst-launch-1.0', '-q', 'pipewiresrc', 'target-object=shm-camera', f'num-buffers={frames}',
                    '!', f'video/x-raw,format=YUY2,width={width},height={height}', '!', 'filesink', 'location=' + target],
                   check=True)
    with open(target, 'rb') as file:
        return file.read()[-width * height * 2:]


def colour(frame):
    """The mean of its Y, U and V."""
    count = width * height
    return sum(frame[0::2]) / count, sum(frame[1::4]) / count * 2, sum(frame[3::4]) / count * 2


def near(one, other):
    return all(abs(a - b) < 12 for a, b in zip(one, other))


def expect(what, good, more=''):
    print(('passed: ' if good else 'FAILED: ') + what, more)
    if not good:
        sys.exit(1)


def try_camera(camera, session, folder):
    camera.wait_for('state', 'resting')
    seen = colour(read(folder, 60))
    expect('who reads sees the composite', near(seen, red), f'{seen} where red is {red}')
    expect('the camera was opened for that', 'On air' in camera.said())
    camera.wait_for('state', 'resting')
    before = camera.processor_time()
    time.sleep(5)
    cost = (camera.processor_time() - before) / 5
    expect('nobody reads: under 1 % of a core', cost < 0.01, f'{100 * cost:.2f} %')
    seen = colour(read(folder, 60))
    expect('it comes back for the next reader', near(seen, red), f'{seen}')
    session.stop()
    camera.wait_for('output', 'does not answer')
    session.start()
    camera.wait_for('output', 'Matted camera')
    seen = colour(read(folder, 60))
    expect('it comes back with PipeWire', near(seen, red), f'{seen}')


def main():
    lacking = [name for name in ('pipewire', 'wireplumber', 'dbus-run-session') if not shutil.which(name)]
    if lacking or not element_there('pipewiresrc'):
        print('skipped: not installed here:', *(lacking or ['gstreamer1.0-pipewire']))
        sys.exit(77)
    if 'SHM_OWN_SESSION' not in os.environ:
        os.environ['SHM_OWN_SESSION'] = 'yes'
        os.execvp('dbus-run-session', ['dbus-run-session', '--', sys.executable, *sys.argv])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        session = Session(folder)
        try:
            camera = Camera(sys.argv[1], folder, '--set', 'background=colour', '--set', 'background-color=0xffff0000')
            try_camera(camera, session, folder)
            camera.end()
        finally:
            session.stop()


main()
