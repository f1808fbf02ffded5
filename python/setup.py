# SPDX-License-Identifier: MIT
"""One wheel for every Python 3: what is compiled is a library of C, not an extension of Python's."""
import pathlib
import re

from setuptools import setup
from setuptools.dist import Distribution
from wheel.bdist_wheel import bdist_wheel

meson = pathlib.Path(__file__).resolve().parent.parent / 'meson.build'


class WithLibrary(Distribution):
    def has_ext_modules(self):
        return True


class ForEveryPython(bdist_wheel):
    def get_tag(self):
        return ('py3', 'none', super().get_tag()[2])


setup(version=re.search(r"version: '([^']+)'", meson.read_text())[1], distclass=WithLibrary, cmdclass={'bdist_wheel': ForEveryPython})
