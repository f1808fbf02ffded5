"""A headless Chromium for tests."""
import base64
import json
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.request

chromium = shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')


class Browser:
    """Chromium, told what to do through its debugging port."""

    def __init__(self, folder, *more):
        self.process = subprocess.Popen(
            [chromium, '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-port=0',
             '--user-data-dir=' + folder, *more, 'about:blank'], stderr=subprocess.PIPE, text=True)
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

    def set_colors(self, scheme):
        self.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': scheme}])

    def picture(self):
        return base64.b64decode(self.call('Page.captureScreenshot', format='jpeg', quality=85)['data'])

    def end(self):
        self.call('Browser.close')
        self.process.wait(20)
