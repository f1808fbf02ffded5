"""A PipeWire of a test's own, which nothing else hears of, and shm-camera in it: a white room without anybody, red behind."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

width, height = 320, 240
room = 'videotestsrc is-live=true pattern=white'


class Session:
    """PipeWire and WirePlumber, for who has this process's environment."""

    def __init__(self, folder):
        self.folder = folder
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
        self.address, self.token = re.match(r'(\S+)/#token=(\w+)', self.process.stdout.readline()).groups()

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


def expect(what, good, more=''):
    print(('passed: ' if good else 'FAILED: ') + what, more)
    if not good:
        sys.exit(1)


def skip(*lacking):
    print('skipped: not installed here:', *lacking)
    sys.exit(77)


def run(program, attempt):
    """attempt(camera, session, folder), where nothing is the user's: bus, session, settings. Exits with 77 where that cannot be had."""
    lacking = [name for name in ('pipewire', 'wireplumber', 'dbus-run-session') if not shutil.which(name)]
    if lacking:
        skip(*lacking)
    if 'SHM_OWN_SESSION' in os.environ:
        run_in_session(program, attempt, os.environ['SHM_OWN_SESSION'])
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name in ('HOME', 'SHM_OWN_SESSION', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR', 'XDG_STATE_HOME'):
            os.environ[name] = folder
        # It would mount a folder within this one.
        services = pathlib.Path(folder, 'dbus-1/services')
        services.mkdir(parents=True)
        (services / 'documents.service').write_text('[D-BUS Service]\nName=org.freedesktop.portal.Documents\nExec=/bin/false\n')
        result = subprocess.run(['dbus-run-session', '--', sys.executable, *sys.argv], check=False).returncode
    sys.exit(result)


def run_in_session(program, attempt, folder):
    session = Session(folder)
    try:
        camera = Camera(program, folder, '--set', 'background=color', '--set', 'background-color=0xffff0000')
        try:
            attempt(camera, session, folder)
            camera.end()
        finally:
            camera.process.kill()  # where it still runs
    finally:
        session.stop()
