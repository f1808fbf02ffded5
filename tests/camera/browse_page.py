#!/usr/bin/env python3
"""The control page in a browser: browse_page.py SHM_CAMERA [--images FOLDER].

Opens the page in a headless Chromium, presses what a person would press and asks the program what became of it. Exits with 77,
saying why, where there is no Chromium. With --images it keeps pictures of the page, for the documents.
"""
import argparse
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

from browser import Browser, chromium

root = pathlib.Path(__file__).resolve().parents[2]


class Camera:
    """shm-camera with a film as its camera."""

    def __init__(self, program, folder, port=0):
        backgrounds = pathlib.Path(folder, 'backgrounds')
        backgrounds.mkdir(exist_ok=True)
        shutil.copy(root / 'examples/background.jpg', backgrounds / 'lights.jpg')
        self.process = subprocess.Popen(
            [str(pathlib.Path(program).resolve()), '--camera', 'walk.mkv', '--output', 'none', '--port', str(port), '--width', '768',
             '--height', '432', '--settings', folder + '/camera.ini', '--backgrounds', str(backgrounds)],
            stdout=subprocess.PIPE, text=True, cwd=root / 'examples')
        self.page = self.process.stdout.readline().strip()
        self.address, self.token = re.match(r'(\S+)/#token=(\w+)', self.page).groups()

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
    if browser.evaluate('document.cookie') or camera.token in str(browser.call('Network.getAllCookies')):
        sys.exit('the token is in a cookie, which browsers send to every port')
    browser.wait_for('document.querySelector("[value=\'image:lights.jpg\'] + img").naturalWidth > 0')
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


def try_large_picture(browser):
    """It is refused in words, before it is sent."""
    browser.evaluate('''
      const bytes = new DataTransfer();
      bytes.items.add(new File([new Uint8Array(17 * 2 ** 20)], "large.png"));
      document.getElementById("upload").files = bytes.files;
      document.getElementById("upload").dispatchEvent(new Event("change")); 0''')
    browser.wait_for('/large.png is too large: at most 16 MiB/.test(document.getElementById("message").textContent)')


def try_restart(browser, camera, program, folder):
    """Whoever has the token of before is told so once, and looks no more until the new address is opened."""
    port = camera.address.rsplit(':', 1)[1]
    browser.call('Page.navigate', url='about:blank')
    camera.end()
    camera = Camera(program, folder, port)
    browser.call('Page.addScriptToEvaluateOnNewDocument',
                 source='{ window.asked = []; const sent = fetch; window.fetch = (path, how) => { asked.push(path); return sent(path, how); } }')
    try:
        browser.call('Page.navigate', url=camera.address + '/#preview')
        browser.wait_for('/started anew/.test(document.getElementById("state")?.textContent)')
        time.sleep(1)
        frames = browser.evaluate('asked.filter((path) => path.startsWith("/api/frame")).length')
        if frames != 1 or browser.evaluate('document.getElementById("look").getAttribute("aria-pressed")') != 'false':
            sys.exit(f'the page went on looking: it asked {frames} times')
        browser.call('Page.navigate', url=camera.page)
        browser.wait_for('document.body && document.body.dataset.ready === "true"')
        camera.end()
    finally:
        camera.process.kill()  # where it still runs


def unnamed(browser):
    """Controls that a screen reader has no name for."""
    return browser.evaluate('''[...document.querySelectorAll("button, input, select")]
      .filter((e) => !(e.labels && e.labels.length) && !e.textContent.trim() && !e.getAttribute("aria-label"))
      .map((e) => e.outerHTML)''')


def keep_images(browser, camera, folder):
    for scheme in ('light', 'dark'):
        browser.set_size(1100, 860)
        browser.set_colors(scheme)
        time.sleep(3)
        (folder / f'camera-{scheme}.jpg').write_bytes(browser.picture())


def use(browser, camera, given, folder):
    try:
        try_page(browser, camera)
        if unnamed(browser):
            sys.exit(f'controls without a name: {unnamed(browser)}')
        if given.images:
            keep_images(browser, camera, given.images)
        try_large_picture(browser)
        if browser.complaints:
            sys.exit('\n'.join(browser.complaints))
        try_restart(browser, camera, given.program, folder)
    finally:
        browser.end()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument('program')
    arguments.add_argument('--images', type=pathlib.Path)
    given = arguments.parse_args()
    if chromium is None:
        print('skipped: no Chromium here')
        sys.exit(77)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ['HOME'] = folder
        camera = Camera(given.program, folder)
        try:
            use(Browser(folder + '/browser'), camera, given, folder)
        finally:
            camera.process.kill()  # where it still runs


main()
