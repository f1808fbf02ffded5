#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the documents' links to the tree: each leads to a file or folder that is there, and to a heading that it has.

    scripts/check_links.py [FILE...]

Looks at all documents that the tree has, and at no network. Exits with 1, naming what leads nowhere.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ('', 'docs', 'docs/tutorials', 'examples', 'examples/cluster', 'models', 'python', 'studies')
LINK = re.compile(r'\]\(([^)\s]+)\)')


def documents():
    return [page for folder in FOLDERS for page in sorted((ROOT / folder).glob('*.md'))]


def without_blocks(page):
    """Without what stands in fences: it is no heading and no link."""
    return re.sub(r'^```.*?^```$', '', page.read_text(), flags=re.MULTILINE | re.DOTALL)


def prose(page):
    """Without code within lines, too."""
    return re.sub(r'`[^`\n]*`', '``', without_blocks(page))


def slug(heading):
    """As GitHub and the site make it of a heading."""
    words = re.sub(r'[^\w\s-]', '', heading.strip().lower())
    return re.sub(r'[-\s]+', '-', words)


def anchors(page):
    return {slug(heading) for heading in re.findall(r'^#+ (.*)$', without_blocks(page), re.MULTILINE)}


def fault(page, target):
    """What is wrong with a link, or nothing."""
    path, _, anchor = target.partition('#')
    place = (page.parent / path).resolve() if path else page
    if not place.exists():
        return 'there is no such file'
    if ROOT not in (place, *place.parents):
        return 'it leads out of the tree'
    if anchor and anchor not in anchors(place):
        return 'there is no such heading'
    return ''


def main():
    pages = [pathlib.Path(name).resolve() for name in sys.argv[1:]] or documents()
    count = 0
    for page in pages:
        for target in LINK.findall(prose(page)):
            if re.match(r'[a-z]+:', target):
                continue
            if reason := fault(page, target):
                print(f'{page.relative_to(ROOT)}: {target}: {reason}')
                count += 1
    return 1 if count else 0


if __name__ == '__main__':
    sys.exit(main())
