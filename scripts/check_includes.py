#!/usr/bin/env python3
"""Holds the library's includes against the floors in docs/architecture.md: a room includes itself and rooms on
lower floors, a public header being of the room that keeps what it declares. So there are no circles. Holds that document's picture to the tree as well,
the files that it names, and what stands in `backticks` in brackets behind one.
Silent where all is well; --draw puts the picture in."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
document = root / 'docs/architecture.md'
row = re.compile(r'^\| *(\d+) *\| *`libshm/(?:src|include)/(\w+)/`', re.M)
kept_headers = re.compile(r'^\| *`(\w+)/` *\| *((?:`shm/[\w/]+\.h(?:pp)?` *)+)\|$', re.M)
include = re.compile(r'^#include "((\w+)/[^"]+)"', re.M)
picture = re.compile(r'(?<=<!-- rooms: begin -->\n).*?(?=<!-- rooms: end -->)', re.S)
named_file = re.compile(r'`((?:libshm|gst-plugin|tools|tests|scripts)/[\w./*-]+)`(?:\s+\(([^()]*)\))?')


def room_of(path, keepers):
    """The room of a file under libshm/src or libshm/include, and of what an #include names."""
    return keepers.get(path, path.split('/')[0])


def includes(folders, keepers):
    """Each file with its own room and a room that it includes."""
    for folder in folders:
        for file in sorted(file for file in folder.rglob('*') if file.suffix in ('.h', '.cpp', '.hpp', '.cu', '.cuh')):
            room = room_of(str(file.relative_to(folder.parent)), keepers)
            for header, _ in include.findall(file.read_text()):
                yield file, room, room_of(header, keepers)


def faults(floors, folders, keepers):
    """A line for each room without a floor, each public header that is not there and each include that leads up or across."""
    for room in {folder.name for folder in folders}.union(keepers.values()) - floors.keys():
        yield f'{room}/ has no floor in docs/architecture.md'
    for header in keepers:
        if not (root / 'libshm/include' / header).exists():
            yield f'docs/architecture.md: there is no {header}'
    for file, room, other in includes(folders, keepers):
        if room in floors and other in floors and other != room and floors[other] >= floors[room]:
            yield f'{file.relative_to(root)}: {room}/ (floor {floors[room]}) must not include ' \
                  f'{other}/ (floor {floors[other]})'


def drawn(floors, folders, keepers):
    """Each room in the order of the table, with the rooms that it includes."""
    used = {room: set() for room in floors}
    for _, room, other in includes(folders, keepers):
        used[room].add(other)
    rows = [(floor, room, ' '.join(other for other in floors if other in used[room] - {room}))
            for room, floor in floors.items()]
    return ''.join(f'    {floor:2}  {room:8} -> {others}\n' if others else f'    {floor:2}  {room}\n'
                   for floor, room, others in rows)


def holds(file, words):
    return file.is_file() and re.search(rf'(?<!\w){re.escape(words)}(?!\w)', file.read_text())


def missing_files(text):
    """A line for each file that is not there, and for what is named in brackets behind one and does not stand in it."""
    for name, brackets in named_file.findall(text):
        files = list(root.glob(name))
        if not files:
            yield f'docs/architecture.md: there is no {name}'
        for words in re.findall(r'`([^`]+)`', brackets if files else ''):
            if not any(holds(file, words) for file in files):
                yield f'docs/architecture.md: {name} has no {words}'


text = document.read_text()
floors = {room: int(floor) for floor, room in row.findall(text)}
keepers = {header: room for room, headers in kept_headers.findall(text) for header in re.findall(r'[\w/]+\.h(?:pp)?', headers)}
folders = [*sorted(root.glob('libshm/src/*/')), root / 'libshm/include/shm']
as_it_is = drawn(floors, folders, keepers)
if '--draw' in sys.argv:
    text = picture.sub(lambda _: as_it_is, text)
    document.write_text(text)
found = [*faults(floors, folders, keepers), *missing_files(text)]
if picture.findall(text) != [as_it_is]:
    found.append('docs/architecture.md: the picture of the rooms is not that of the tree: scripts/check_includes.py --draw')
print(*found, sep='\n', end='\n' if found else '')
sys.exit(bool(found))
