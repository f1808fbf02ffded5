#!/usr/bin/env python3
"""The control page in a browser: browse_page.py SHM_CAMERA [--images FOLDER].

Opens the page in a headless Chromium, presses what a person would press and asks the program what became of it. Exits with 77,
saying why, where there is no Chromium. With --images it keeps pictures of the page, for the documents.
"""
import argparse
import base64
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

root = pathlib.Path(__file__).resolve().parents[2]


class Browser:
    """Chromium, told what to do through its debugging port."""

    def __init__(self, program, folder):
        self.process = subprocess.Popen(
            [program, '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-port=0',
             '--user-data-dir=' + folder, 'about:blank'], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            found = re.search(r'ws://127\.0\.0\.1:(\d+)/', line)
            if found:
                break
        port = int(found.group(1))
        with urllib.request.urlopen(f'http://127.0.0.1:{port}/json/list', timeout=10) as answer:
            pages = [page for page in json.load(answer) if page['type'] == 'page']
        self.socket = socket.create_connection(('127.0.0.1', port), timeout=60)
        path = re.sub(r'ws://[^/]*', '', pages[0]['webSocketDebuggerUrl'])
        self.socket.sendall(f'GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                            'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n'.encode())
        self.bytes = b''
        while b'\r\n\r\n' not in self.bytes:
            self.bytes += self.socket.recv(4096)
        self.bytes = self.bytes.split(b'\r\n\r\n', 1)[1]
        self.count = 0
        self.complaints = []
        for domain in ('Page', 'Runtime', 'Log'):
            self.call(domain + '.enable')

    def take(self, count):
        while len(self.bytes) < count:
            self.bytes += self.socket.recv(65536)
        taken, self.bytes = self.bytes[:count], self.bytes[count:]
        return taken

    def receive(self):
        """A message, which may come in several frames."""
        text = b''
        while True:
            first, length = self.take(2)
            if length == 126:
                length = struct.unpack('>H', self.take(2))[0]
            elif length == 127:
                length = struct.unpack('>Q', self.take(8))[0]
            text += self.take(length)
            if first & 0x80:
                return json.loads(text)

    def call(self, method, **parameters):
        self.count += 1
        text = json.dumps({'id': self.count, 'method': method, 'params': parameters}).encode()
        self.socket.sendall(b'\x81' + struct.pack('>BQ', 0x80 | 127, len(text)) + bytes(4) + text)
        while True:
            message = self.receive()
            if message.get('method') == 'Log.entryAdded' and message['params']['entry']['level'] == 'error':
                self.complaints.append(message['params']['entry']['text'])
            if message.get('method') == 'Runtime.exceptionThrown':
                self.complaints.append(message['params']['exceptionDetails']['text'])
            if message.get('id') == self.count:
                return message.get('result', message)

    def evaluate(self, script):
        return self.call('Runtime.evaluate', expression=script, awaitPromise=True, returnByValue=True)['result'].get('value')

    def wait_for(self, script, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.evaluate(script):
                return
            time.sleep(0.1)
        sys.exit(f'never true: {script}\n{self.evaluate("document.body.innerText")}\n{self.complaints}')

    def click(self, place):
        self.evaluate(f'document.querySelector({json.dumps(place)}).click()')

    def set_size(self, width, height):
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)

    def set_colours(self, scheme):
        self.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': scheme}])

    def picture(self):
        return base64.b64decode(self.call('Page.captureScreenshot', format='jpeg', quality=85)['data'])

    def end(self):
        self.call('Browser.close')
        self.process.wait(20)


class Camera:
    """shm-camera with a film as its camera."""

    def __init__(self, program, folder):
        backgrounds = pathlib.Path(folder, 'backgrounds')
        backgrounds.mkdir()
        shutil.copy(root / 'examples/background.jpg', backgrounds / 'lights.jpg')
        self.process = subprocess.Popen(
            [str(pathlib.Path(program).resolve()), '--camera', 'walk.mkv', '--output', 'none', '--port', '0', '--width', '768',
             '--height', '432', '--settings', folder + '/camera.ini', '--backgrounds', str(backgrounds)],
            stdout=subprocess.PIPE, text=True, cwd=root / 'examples')
        self.page = self.process.stdout.readline().strip()
        self.address, self.token = re.match(r'(\S+)/\?token=(\w+)', self.page).groups()

    def ask(self, path):
        request = urllib.request.Request(self.address + path, headers={'Authorization': 'Bearer ' + self.token})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def value(self, name):
        return next(p['value'] for p in self.ask('/api/properties') if p['name'] == name)

    def wait_for(self, name, value, seconds=10):
        end = time.monotonic() + seconds
        while self.value(name) != value:
            if time.monotonic() > end:
                sys.exit(f'{name} is {self.value(name)}, not {value}')
            time.sleep(0.05)

    def end(self):
        self.process.terminate()
        if self.process.wait(10) != 0:
            sys.exit(f'shm-camera ended with {self.process.returncode}')


def slide(browser, name, value):
    browser.evaluate(f'const s = document.getElementById("p-{name}"); s.value = {value}; s.dispatchEvent(new Event("input")); 0')


def try_page(browser, camera):
    """Presses everything once."""
    browser.call('Page.navigate', url=camera.page)
    browser.wait_for('document.body && document.body.dataset.ready === "true"')
    if 'token' in browser.evaluate('location.href'):
        sys.exit('the token stays in the address')
    if camera.ask('/api/state')['state'] != 'resting':
        sys.exit('the camera is open although nobody asked for the preview')
    slide(browser, 'blur-strength', 0.8)
    camera.wait_for('blur-strength', 0.8)
    browser.evaluate('document.querySelector(\'[value="image:lights.jpg"]\').click()')
    camera.wait_for('background', 'image')
    camera.wait_for('background-image', 'lights.jpg')
    browser.click('#bypass')
    camera.wait_for('enabled', False)
    browser.wait_for('!document.getElementById("warning").hidden')
    browser.click('#bypass')
    camera.wait_for('enabled', True)
    browser.evaluate('[...document.querySelectorAll("#presets button")].find((b) => b.textContent === "soft")?.click()')
    browser.wait_for('document.getElementById("presets").childElementCount === 0 || document.getElementById("p-feather").value === "6"')
    browser.click('#look')
    browser.wait_for('!document.getElementById("frame").hidden && document.getElementById("frame").naturalWidth === 640')
    browser.wait_for('document.getElementById("state").dataset.state === "running"')


def unnamed(browser):
    """Controls that a screen reader has no name for."""
    return browser.evaluate('''[...document.querySelectorAll("button, input, select")]
      .filter((e) => !(e.labels && e.labels.length) && !e.textContent.trim() && !e.getAttribute("aria-label"))
      .map((e) => e.outerHTML)''')


def keep_images(browser, camera, folder):
    for scheme in ('light', 'dark'):
        browser.set_size(1100, 860)
        browser.set_colours(scheme)
        time.sleep(3)
        (folder / f'camera-{scheme}.jpg').write_bytes(browser.picture())


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('program')
    arguments.add_argument('--images', type=pathlib.Path)
    given = arguments.parse_args()
    chromium = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')
    if chromium is None:
        print('skipped: no Chromium here')
        sys.exit(77)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ['HOME'] = folder
        camera = Camera(given.program, folder)
        browser = Browser(chromium, folder + '/browser')
        try:
            try_page(browser, camera)
            if unnamed(browser):
                sys.exit(f'controls without a name: {unnamed(browser)}')
            if given.images:
                keep_images(browser, camera, given.images)
            if browser.complaints:
                sys.exit('\n'.join(browser.complaints))
        finally:
            browser.end()
        camera.end()


main()
