#!/usr/bin/env python3
"""Holds docs/faults.md to the tests: each that its tables name exists.

    scripts/check_faults.py

Exits with 1, naming what does not.
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
document = root / 'docs/faults.md'


def tests():
    """All, as SUITE.TEST."""
    for source in (root / 'tests').rglob('*.cpp'):
        for suite, name in re.findall(r'^TEST(?:_[FP])?\((\w+),\s*(\w+)\)', source.read_text(), re.MULTILINE):
            yield f'{suite}.{name}'


def named():
    """The last column of the tables."""
    for row in re.findall(r'^\|.*\| ([^|]*) \|$', document.read_text(), re.MULTILINE):
        yield from re.findall(r'`([^`]*)`', row)


known = set(tests())
absent = [test for test in named() if test not in known]
for test in absent:
    print(f'{document.relative_to(root)}: no test {test}')
if not any(named()):
    sys.exit(f'{document.relative_to(root)}: no table of faults')
sys.exit(1 if absent else 0)
