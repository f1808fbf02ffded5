#!/usr/bin/env python3
"""What a call in a browser sees of shm-camera: call_by_browser.py SHM_CAMERA.

A page in a headless Chromium asks for a camera, as calls do (getUserMedia), and gets it from PipeWire through the desktop's portal. Exits with 77,
saying why, where one of them is not installed.
"""
import http.server
import json
import os
import pathlib
import subprocess
import sys
import threading

from browser import Browser, chromium
from pipewire_session import expect, height, run, skip, width

portal = pathlib.Path('/usr/libexec/xdg-desktop-portal')
# A camera is handed out where somebody could be asked for it; here nobody is: the answer is kept.
who_asks = '[portal]\nDBusName=org.freedesktop.impl.portal.desktop.nobody\nInterfaces=org.freedesktop.impl.portal.Access\nUseIn=test\n'
call = '''
  (async () => {
    const stream = await navigator.mediaDevices.getUserMedia({video: true});
    const video = document.createElement('video');
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', {willReadFrequently: true});
    let pixel = [];
    for (let i = 0; i < 40 && !(pixel[0] > 240); ++i) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      pixel = [...context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data];
    }
    const label = stream.getVideoTracks()[0].label;
    stream.getTracks().forEach((track) => track.stop());
    return {label, size: [canvas.width, canvas.height], pixel};
  })().catch((error) => ({label: String(error)}))'''


class Page(http.server.BaseHTTPRequestHandler):
    """Cameras are for pages from this machine."""

    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'text/html')
        self.end_headers()

    def log_message(self, *_):
        pass


def start_portal(folder):
    """A portal that allows cameras."""
    portals = pathlib.Path(folder, 'portals')
    portals.mkdir()
    (portals / 'nobody.portal').write_text(who_asks)
    os.environ.update(XDG_DESKTOP_PORTAL_DIR=str(portals), XDG_CURRENT_DESKTOP='test')
    log = open(folder + '/portal.log', 'w', encoding='utf-8')
    place = 'org.freedesktop.impl.portal.PermissionStore'
    subprocess.run(['gdbus', 'call', '--session', '--dest', place, '--object-path', '/' + place.replace('.', '/'), '--method', place + '.SetPermission',
                    'devices', 'true', 'camera', '', "['yes']"], check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([portal], stdout=log, stderr=log)
    subprocess.run(['gdbus', 'wait', '--session', '--timeout', '20', 'org.freedesktop.portal.Desktop'], check=True)
    return process


def call_until_seen(browser):
    """Chromium may look before WirePlumber lets it see cameras, and WebRTC in it may fail a check of its own: again, as people do."""
    for _ in range(4):
        seen = browser.evaluate(call)
        if 'pixel' in seen and seen['pixel'][0] > 240:
            break
    return seen


def try_call(camera, _, folder):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    process = start_portal(folder)
    browser = Browser(folder + '/browser', '--enable-features=WebRtcPipeWireCamera', '--use-fake-ui-for-media-stream')
    try:
        browser.call('Page.navigate', url=f'http://127.0.0.1:{server.server_port}/')
        browser.wait_for('document.readyState === "complete" && location.port')
        seen = call_until_seen(browser)
        expect('a call finds the camera by its name', seen['label'] == 'Matted camera', json.dumps(seen))
        expect('and has its size', seen['size'] == [width, height])
        expect('it sees the composite', seen['pixel'][0] > 240 and max(seen['pixel'][1:3]) < 15)
        camera.wait_for('state', 'resting')
        expect('the camera is closed behind it', True)
    finally:
        browser.end()
        process.terminate()
        process.wait(10)


if not chromium:
    skip('chromium')
if not portal.exists():
    skip('xdg-desktop-portal')
run(sys.argv[1], try_call)
