#!/usr/bin/env python3
"""Holds docs/troubleshooting.md to the sources: each message in its table is one that the element or the library says.

    scripts/check_messages.py

Exits with 1, naming what nobody says.
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
document = root / 'docs/troubleshooting.md'
folders = [root / 'gst-plugin', root / 'libshm/src']


def texts():
    """All string literals, those that stand side by side as one."""
    for folder in folders:
        for source in sorted(folder.rglob('*.cpp')):
            yield re.sub(r'"\s*"', '', source.read_text())


def messages():
    """The first column of the table."""
    return re.findall(r'^\| `([^`]*)` \|', document.read_text(), re.MULTILINE)


said = '\n'.join(texts())
unsaid = [message for message in messages() if message not in said]
for message in unsaid:
    print(f'{document.relative_to(root)}: nobody says "{message}"')
if not messages():
    sys.exit(f'{document.relative_to(root)}: no table of messages')
sys.exit(1 if unsaid else 0)
