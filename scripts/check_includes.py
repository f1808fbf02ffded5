#!/usr/bin/env python3
"""Holds the library's includes against the floors in docs/architecture.md: a room includes itself and rooms on
lower floors. So there are no circles. Silent where all is well."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
row = re.compile(r'^\| *(\d+) *\| *`libshm/(?:src|include)/(\w+)/`', re.M)
include = re.compile(r'^#include "(\w+)/', re.M)


def faults(floors):
    """A line for each room without a floor and each include that leads up or across."""
    for folder in sorted([*root.glob('libshm/src/*/'), root / 'libshm/include/shm']):
        room = folder.name
        if room not in floors:
            yield f'libshm/src/{room} has no floor in docs/architecture.md'
            continue
        for file in sorted(file for file in folder.rglob('*') if file.suffix in ('.cpp', '.hpp')):
            for other in include.findall(file.read_text()):
                if other in floors and other != room and floors[other] >= floors[room]:
                    yield f'{file.relative_to(root)}: {room}/ (floor {floors[room]}) must not include ' \
                          f'{other}/ (floor {floors[other]})'


floors = {room: int(floor) for floor, room in row.findall((root / 'docs/architecture.md').read_text())}
found = list(faults(floors))
print(*found, sep='\n', end='\n' if found else '')
sys.exit(bool(found))
