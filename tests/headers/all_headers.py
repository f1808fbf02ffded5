"""Writes a program that includes all headers of a folder; leaves the file alone where it says so already.

    all_headers.py FOLDER OUTPUT
"""
import pathlib
import sys

folder, output = map(pathlib.Path, sys.argv[1:])
names = sorted(path.name for path in folder.glob('*.hpp'))
program = ''.join(f'#include "{folder.name}/{name}"\n' for name in names) + '\nint main() {}\n'
if not output.exists() or output.read_text() != program:
    output.write_text(program)
