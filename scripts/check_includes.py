#!/usr/bin/env python3
"""Holds the library's includes against the floors in docs/architecture.md: a room includes itself and rooms on
lower floors, a public header being of the room that keeps what it declares. So there are no circles. Holds that document's picture to the tree as well,
the files that it names, and what stands in `backticks` in brackets behind one.
Silent where all is well; --draw puts the picture in."""
import collections
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
document = root / 'docs/architecture.md'
row = re.compile(r'^\| *(\d+) *\| *`libshm/(?:src|include)/(\w+)/`', re.M)
kept_headers = re.compile(r'^\| *`(\w+)/` *\|(.*`shm/.*)\|$', re.M)
declares_function = re.compile(r'^\s*SHM_API', re.M)
include = re.compile(r'^\s*#\s*include\s*["<]((?:\.\.|\w+)/[^">]+)[">]', re.M)
picture = re.compile(r'(?<=<!-- rooms: begin -->\n).*?(?=<!-- rooms: end -->)', re.S)
named_file = re.compile(r'`((?:libshm|gst-plugin|tools|tests|scripts)/[\w./*-]+)`(?:\s+\(([^()]*)\))?')


def keepers_in(text):
    """Each public header in the document's table with its room, once for each time that it is named."""
    return [(header, room) for room, headers in kept_headers.findall(text) for header in re.findall(r'shm/[\w/]+\.h(?:pp)?', headers)]


def room_of(path, keepers):
    """The room of a file under libshm/src or libshm/include, and of what an #include names."""
    return keepers.get(path, path.split('/')[0])


def sources(folder):
    return sorted(file for file in folder.rglob('*') if file.suffix in ('.h', '.cpp', '.hpp', '.cu', '.cuh'))


def is_ours(header):
    return header.startswith('..') or any((root / 'libshm' / folder / header).exists() for folder in ('src', 'include'))


def includes(folders, keepers):
    """Each file with its own room and a room that it includes."""
    for folder in folders:
        for file in sources(folder):
            room = room_of(str(file.relative_to(folder.parent)), keepers)
            for header in filter(is_ours, include.findall(file.read_text())):
                yield file, room, room_of(header, keepers)


def header_faults(named):
    """A line for each public header that is not in the table once, and for each of the ground floor that declares a function."""
    public = {f'shm/{file.relative_to(root / "libshm/include/shm")}': file for file in sources(root / 'libshm/include/shm')}
    headers = [header for header, _ in named]
    for header in sorted(public.keys() | set(headers)):
        if header not in public:
            yield f'docs/architecture.md: there is no {header}'
        elif headers.count(header) != 1:
            yield f'docs/architecture.md: {header} is in {headers.count(header)} rooms'
    for header, room in named:
        if room == 'shm' and header in public and declares_function.search(public[header].read_text()):
            yield f'{header}: declares a function of the library, and so is some room\'s'


def faults(floors, folders, keepers):
    """A line for each room without a floor and each include that leads up, across or out of the folders."""
    for room in sorted({folder.name for folder in folders}.union(keepers.values()) - floors.keys()):
        yield f'docs/architecture.md: {room}/ has no floor'
    for file, room, other in includes(folders, keepers):
        if other == '..':
            yield f'{file.relative_to(root)}: name included files from libshm/src or libshm/include on'
        if room in floors and other in floors and other != room and floors[other] >= floors[room]:
            yield f'{file.relative_to(root)}: {room}/ (floor {floors[room]}) must not include ' \
                  f'{other}/ (floor {floors[other]})'


def drawn(floors, folders, keepers):
    """Each room in the order of the table, with the rooms that it includes."""
    used = collections.defaultdict(set)
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
named = keepers_in(text)
keepers = dict(named)
folders = [*sorted(root.glob('libshm/src/*/')), root / 'libshm/include/shm']
as_it_is = drawn(floors, folders, keepers)
if '--draw' in sys.argv:
    text = picture.sub(lambda _: as_it_is, text)
    document.write_text(text)
found = [*header_faults(named), *faults(floors, folders, keepers), *missing_files(text)]
if picture.findall(text) != [as_it_is]:
    found.append('docs/architecture.md: the picture of the rooms is not that of the tree: scripts/check_includes.py --draw')
print(*found, sep='\n', end='\n' if found else '')
sys.exit(bool(found))
