#!/usr/bin/env python3
"""Builds on the library as other projects do: by pkg-config, and as a meson subproject from the tarball of `meson dist`.

    test_consumers.py SOURCE_ROOT BUILD_ROOT

The subproject is configured, not compiled, which would take minutes. Exits with 77 where this is no checkout of git.
"""
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

source, build = map(pathlib.Path, sys.argv[1:])
consumer = """
project('consumer', 'c', version: '1', default_options: 'c_std=c99')
executable('consumer', 'consumer.c', dependencies: dependency('shm-matting', fallback: 'shmmatting'))
"""


def run(*command, **settings):
    done = subprocess.run([str(word) for word in command], env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f'{command}: {done.returncode}\n{done.stdout.decode(errors="replace")}'
    return done.stdout


def by_pkg_config(folder):
    flags = run('pkg-config', '--cflags', '--libs', 'shm-matting', PKG_CONFIG_PATH=str(build / 'meson-uninstalled')).decode().split()
    run('cc', '-std=c99', source / 'examples/matte_in_c.c', '-o', folder / 'consumer', *flags)
    said = subprocess.run([folder / 'consumer'], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
                          env={**os.environ, 'LD_LIBRARY_PATH': str(build / 'libshm')})
    assert b'usage' in said.stderr, said


def tarball():
    """Of what is committed."""
    run('meson', 'dist', '-C', build, '--no-tests', '--allow-dirty', '--formats', 'gztar')
    return max((build / 'meson-dist').glob('shmmatting-*.tar.gz'), key=lambda file: file.stat().st_mtime)


def as_subproject(folder):
    project = folder / 'project'
    (project / 'subprojects').mkdir(parents=True)
    (project / 'meson.build').write_text(consumer)
    (project / 'consumer.c').write_text((source / 'examples/matte_in_c.c').read_text())
    with tarfile.open(tarball()) as content:
        content.extractall(project / 'subprojects')
    next((project / 'subprojects').iterdir()).rename(project / 'subprojects/shmmatting')
    run('meson', 'setup', folder / 'build', project, '-Dshmmatting:torch=disabled', '-Dshmmatting:camera=disabled', PKG_CONFIG_PATH='')
    targets = run('ninja', '-C', folder / 'build', '-t', 'query', 'consumer').decode()
    assert 'subprojects/shmmatting/libshm/libshmmatting.so' in targets, targets


if not (source / '.git').exists():
    print('skipped: no checkout of git')
    sys.exit(77)
with tempfile.TemporaryDirectory() as name:
    by_pkg_config(pathlib.Path(name))
    as_subproject(pathlib.Path(name))
