#!/usr/bin/env python3
"""Holds the library's includes against the floors in docs/architecture.md: a room includes itself and rooms on
lower floors. So there are no circles. Holds that document's picture and the files that it names to the tree as well.
Silent where all is well; --draw puts the picture in."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
document = root / 'docs/architecture.md'
row = re.compile(r'^\| *(\d+) *\| *`libshm/(?:src|include)/(\w+)/`', re.M)
include = re.compile(r'^#include "(\w+)/', re.M)
picture = re.compile(r'(?<=<!-- rooms: begin -->\n).*?(?=<!-- rooms: end -->)', re.S)
named_file = re.compile(r'`((?:libshm|gst-plugin|tools|tests|scripts)/[\w./*-]+)`')


def includes(folder):
    """Each file of a room with each room that it includes."""
    for file in sorted(file for file in folder.rglob('*') if file.suffix in ('.cpp', '.hpp', '.cu', '.cuh')):
        for other in include.findall(file.read_text()):
            yield file, other


def faults(floors, folders):
    """A line for each room without a floor and each include that leads up or across."""
    for folder in folders:
        room = folder.name
        if room not in floors:
            yield f'libshm/src/{room} has no floor in docs/architecture.md'
            continue
        for file, other in includes(folder):
            if other in floors and other != room and floors[other] >= floors[room]:
                yield f'{file.relative_to(root)}: {room}/ (floor {floors[room]}) must not include ' \
                      f'{other}/ (floor {floors[other]})'


def drawn(floors, folders):
    """Each room in the order of the table, with the rooms that it includes."""
    used = {folder.name: {other for _, other in includes(folder)} for folder in folders}
    rows = [(floor, room, ' '.join(other for other in floors if other in used[room] - {room}))
            for room, floor in floors.items() if room in used]
    return ''.join(f'    {floor}  {room:8} -> {others}\n' if others else f'    {floor}  {room}\n'
                   for floor, room, others in rows)


def missing_files(text):
    for name in named_file.findall(text):
        if not any(root.glob(name)):
            yield f'docs/architecture.md: there is no {name}'


text = document.read_text()
floors = {room: int(floor) for floor, room in row.findall(text)}
folders = [*sorted(root.glob('libshm/src/*/')), root / 'libshm/include/shm']
as_it_is = drawn(floors, folders)
if '--draw' in sys.argv:
    text = picture.sub(lambda _: as_it_is, text)
    document.write_text(text)
found = [*faults(floors, folders), *missing_files(text)]
if picture.findall(text) != [as_it_is]:
    found.append('docs/architecture.md: the picture of the rooms is not that of the tree: scripts/check_includes.py --draw')
print(*found, sep='\n', end='\n' if found else '')
sys.exit(bool(found))
