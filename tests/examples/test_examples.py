#!/usr/bin/env python3
"""Runs one application of examples/ on a clip and looks at what comes out.

    test_examples.py NAME EXAMPLES_FOLDER [PROGRAM]

Exits with 77 where something that it needs is absent.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

examples = pathlib.Path(sys.argv[2])
program = sys.argv[3:]
folder = tempfile.TemporaryDirectory()
out = pathlib.Path(folder.name)
clip = f'filesrc location={examples}/walk.mkv ! decodebin'
first_frames = f'{clip} ! identity eos-after=20'
width, height = 640, 480  # of the clip
as_a_camera = f'filesrc location={examples}/webcam_man.mp4 ! decodebin ! identity sync=true'
shirt = (200, 280)  # of the man at that camera, whose frames are 400 pixels wide


def start(*command, **settings):
    return subprocess.Popen([str(word) for word in command], env={**os.environ, **settings},
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ended(process, seconds=60):
    text, _ = process.communicate(timeout=seconds)
    return process.returncode, text


def run(*command, **settings):
    code, text = ended(start(*command, **settings))
    assert code == 0, f'{command}: {code}\n{text}'
    return text


def pixels(file, pixel_format, *arguments):
    """All frames' bytes, as ffmpeg reads them."""
    return subprocess.run(['ffmpeg', '-v', 'error', '-i', str(file), *arguments, '-f', 'rawvideo',
                           '-pix_fmt', pixel_format, '-'], check=True, stdout=subprocess.PIPE).stdout


def has_person_and_room(alpha):
    shares = [alpha.count(value) / len(alpha) for value in (b'\0', b'\xff')]
    return min(shares) > 0.05


def last_picture():
    return pixels(sorted(out.glob('*.png'))[-1], 'rgb24')


def shows(process, is_right, seconds=60):
    """Whether a picture comes that is right. When it does depends on the machine's pace: a live mix shows what is there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        whole = sorted(out.glob('*.png'))[-2:-1]
        if whole and is_right(pixels(whole[0], 'rgb24')):
            return True
        time.sleep(0.05)
    return False


def at(picture, row_width, x, y):
    begin = 3 * (y * row_width + x)
    return tuple(picture[begin:begin + 3])


def is_green(color):
    return color[1] > 200 and color[0] < 60 and color[2] < 60


def to_pictures(frames):
    return f'identity eos-after={frames} ! videoconvert ! pngenc ! multifilesink location={out}/%03d.png'


def wait_for(path):
    for _ in range(200):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f'{path} never came')


def stop(process):
    process.kill()
    return process.communicate()[0]


def matte_frames():
    frames = pixels(examples / 'walk.mkv', 'rgb24', '-frames:v', '10')
    matted = subprocess.run([program[0], str(width), str(height)], input=frames, stdout=subprocess.PIPE, check=True).stdout
    assert len(matted) == 10 * width * height * 4, len(matted)
    assert has_person_and_room(matted[3::4])


def matte_in_c():
    picture = subprocess.run(['ffmpeg', '-v', 'error', '-i', str(examples / 'walk.mkv'), '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'ppm', '-'],
                             check=True, stdout=subprocess.PIPE).stdout[-width * height * 3:]
    blurred = subprocess.run([program[0]], input=b'P6 %d %d 255\n' % (width, height) + picture,
                             stdout=subprocess.PIPE, check=True).stdout[-len(picture):]
    assert len(blurred) == len(picture)
    assert at(blurred, width, 310, 360) == at(picture, width, 310, 360), 'the jumper stays'
    assert blurred[:3000] != picture[:3000], 'the ceiling does not'


def sliders():
    if subprocess.run(['/usr/bin/python3', '-c', 'import gi; gi.require_version("Gst", "1.0")']).returncode:
        sys.exit(77)
    text = run('/usr/bin/python3', examples / 'sliders.py', '--headless', '--frames', 20, '--source', clip)
    assert int(text.split()[0]) >= 20 and text.strip().endswith(' 0 failures'), text


def virtual_camera():
    code, text = ended(start(examples / 'virtual_camera.sh', '/dev/no-video10'))
    assert code == 1 and 'modprobe v4l2loopback' in text and 'video_nr=10 ' in text, text


def record_with_alpha():
    for name, pixel_format in {'me.mov': 'yuva444', 'me.mkv': 'bgra'}.items():
        run(examples / 'record_with_alpha.sh', out / name, SOURCE=first_frames)
        found = run('ffprobe', '-v', 'error', '-show_entries', 'stream=pix_fmt', '-of', 'csv=p=0', out / name)
        assert found.startswith(pixel_format), found
        assert has_person_and_room(pixels(out / name, 'gray', '-vf', 'alphaextract')), name


def over_another():
    other = 'videotestsrc pattern=green ! video/x-raw,width=1280,height=720'
    run(examples / 'over_another.sh', SOURCE=clip, OTHER=other, SINK=to_pictures(20))
    picture = last_picture()
    assert is_green(at(picture, 1280, 100, 100)), 'the other source'
    assert is_green(at(picture, 1280, 970, 485)), 'the ceiling is gone'
    assert not is_green(at(picture, 1280, 960 + 155, 480 + 180)), 'the jumper'


def two_cameras():
    room = out / 'room.jpg'
    run('ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'color=lime', '-frames:v', 1, room)

    def are_both_in_one_room(picture):
        people = [at(picture, 1280, x + shirt[0], shirt[1]) for x in (0, 640)]
        return is_green(at(picture, 1280, 600, 100)) and not any(map(is_green, people))

    mix = start(examples / 'two_cameras.sh', room, LEFT=as_a_camera, RIGHT=as_a_camera, SINK=to_pictures(2000))
    both = shows(mix, are_both_in_one_room)
    text = stop(mix)
    assert both, text


def stream_srt():
    port = {'PORT': '47001'}
    receiver = start(examples / 'stream_srt.sh', 'receive', SINK=to_pictures(2000), **port)
    time.sleep(1)
    sender = start(examples / 'stream_srt.sh', 'send', SOURCE=as_a_camera, **port)
    arrives = shows(receiver, lambda picture: max(at(picture, 400, *shirt)) > 30)
    text = stop(receiver) + stop(sender)
    assert arrives, text


def share_rgba():
    socket = {'SOCKET': str(out / 'socket')}
    sender = start(examples / 'share_rgba.sh', 'send', SOURCE=as_a_camera, **socket)
    wait_for(out / 'socket')

    def is_the_man_over_the_pattern(picture):
        return max(at(picture, width, 10, 10)) < 30 < max(at(picture, width, 320, 440))

    receiver = start(examples / 'share_rgba.sh', 'receive', SINK=to_pictures(2000), **socket)
    arrives = shows(receiver, is_the_man_over_the_pattern)
    text = stop(receiver) + stop(sender)
    assert arrives, text


globals()[sys.argv[1]]()
