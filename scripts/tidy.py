#!/usr/bin/env python3
"""Runs clang-tidy on files of C++, many at once; scripts/lint calls it.

    scripts/tidy.py [--fix] [--minutes N] CLANG_TIDY FILE...

Most of what clang-tidy does for a file, 10 to 60 seconds, goes into the headers of GStreamer, OpenCV and GoogleTest. So files
that are compiled alike are read as one, as in a unity build. Where that does not parse, because two of them use one
name for different things, they are parted. Headers that are named are read in the same way.

What N minutes do not suffice for is named at the end: nothing is left out without a word.
"""
import argparse
import concurrent.futures
import functools
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent
build = root / 'build'
largest_batch = 12
# What GCC alone understands: its precompiled headers, its names of processors.
flags_of_gcc = re.compile(r'-fpch-preprocess |-Winvalid-pch |-include \S+ ')
flags_of_files = re.compile(r'-M[QF] \S+ |-MD |-o \S+ |-c \S+$')
clang_flags = ['-Qunused-arguments', '-Wno-unknown-warning-option', '-D__builtin_cpu_supports(name)=1']


def flags_by_file():
    """The compiler's flags for each source that is built; a source that is built twice is read once."""
    entries = json.loads((build / 'compile_commands.json').read_text())
    without_files = {(build / entry['file']).resolve(): flags_of_files.sub('', entry['command']) for entry in entries}
    return {file: shlex.split(re.sub(r'^(\S*ccache )?\S+ ', '', flags_of_gcc.sub('', command)))
            for file, command in without_files.items()}


@functools.cache
def text_of(file):
    return file.read_text()


def flags_for(file, known):
    """Its own, or for a header those of a source that names it, or else lies nearest."""
    nearest = max(known, key=lambda source: (source == file, file.name in text_of(source),
                                             len(os.path.commonpath([source, file])), str(source)))
    return known[nearest]


def config_for(file):
    """That of the nearest folder, as clang-tidy finds it for a file that it is given by itself."""
    return next(folder / '.clang-tidy' for folder in file.parents if (folder / '.clang-tidy').exists())


def batches(files, known):
    """Files that are compiled alike, in the order of their folders, at most `largest_batch` at once."""
    alike = {}
    for file in sorted(files):
        alike.setdefault(tuple(flags_for(file, known)), []).append(file)
    return [(flags, group[at:at + largest_batch])
            for flags, group in alike.items() for at in range(0, len(group), largest_batch)]


def apart(files, errors):
    """Those that clash with others before them, from those; or halves, where that tells nothing."""
    clashing = [file for file in files if f'{file}:' in errors]
    if len(clashing) in (0, len(files)):
        return files[:len(files) // 2], files[len(files) // 2:]
    return [file for file in files if file not in clashing], clashing


class Tidy:
    def __init__(self, program, fix, minutes):
        self.program = program
        self.fix = ['--fix'] if fix else []
        self.end = time.monotonic() + 60 * minutes
        self.told = set()
        self.left_out = []

    def look_at(self, flags, files):
        """True where nothing was found."""
        try:
            if len(files) > 1:
                trial = self._run(flags, files, '--checks=-*,readability-function-size')
                if trial.returncode:
                    return all([self.look_at(flags, part) for part in apart(files, trial.stdout)])
            run = self._run(flags, files, '--checks=-bugprone-suspicious-include', *self.fix)
        except subprocess.TimeoutExpired:
            self.left_out += files
            return True
        self._tell_once(run.stdout)
        return run.returncode == 0

    def _run(self, flags, files, *options):
        together = build / 'tidy' / ('-'.join(files[0].relative_to(root).parts) + f'-and-{len(files) - 1}-more.cpp')
        together.write_text(''.join(f'#include "{file}"\n' for file in files))
        config = f'--config-file={config_for(files[0])}'
        command = [self.program, '--quiet', config, *options, together, '--', *flags, *clang_flags]
        return subprocess.run(command, cwd=build, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=max(0, self.end - time.monotonic()))

    def _tell_once(self, output):
        for finding in re.split(r'(?m)^(?=\S+:\d+:\d+: (?:error|warning):)', output):
            if finding.strip() and finding not in self.told:
                self.told.add(finding)
                print(finding, end='', flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--fix', action='store_true')
    parser.add_argument('--minutes', type=float, default=24 * 60)
    parser.add_argument('program')
    parser.add_argument('files', nargs='*', type=lambda name: pathlib.Path(name).resolve())
    given = parser.parse_args()
    (build / 'tidy').mkdir(exist_ok=True)
    tidy = Tidy(given.program, given.fix, given.minutes)
    # Fixes that are made side by side would mend a header twice.
    workers = 1 if given.fix else len(os.sched_getaffinity(0))
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        clean = all(list(pool.map(lambda batch: tidy.look_at(*batch), batches(given.files, flags_by_file()))))
    if tidy.left_out:
        names = ' '.join(str(file.relative_to(root)) for file in tidy.left_out)
        print(f'clang-tidy: {len(tidy.left_out)} of {len(given.files)} files not looked at within '
              f'{given.minutes:g} minutes: {names}')
    sys.exit(not clean)


main()
