#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What fails in a program that took in libstdc++ before GStreamer is told, and does not end the program.

    late_gstreamer.py PIPELINE... -- each must have a warning or an error of shmmatting's on its bus
"""
import ctypes
import sys

ctypes.CDLL('libstdc++.so.6')  # bound to GCC's unwinder, as when OpenCV is imported
gst = ctypes.CDLL('libgstreamer-1.0.so.0', ctypes.RTLD_GLOBAL)  # libunwind's functions for all that is loaded later, as gi does it
for function in (gst.gst_parse_launch, gst.gst_element_get_bus, gst.gst_bus_timed_pop_filtered):
    function.restype = ctypes.c_void_p

PLAYING, NULL = 4, 1
ERROR, WARNING = 2, 4
SECONDS = 1_000_000_000

gst.gst_init(None, None)
for text in sys.argv[1:]:
    pipeline = ctypes.c_void_p(gst.gst_parse_launch(text.encode(), None))
    bus = ctypes.c_void_p(gst.gst_element_get_bus(pipeline))
    gst.gst_element_set_state(pipeline, PLAYING)
    told = gst.gst_bus_timed_pop_filtered(bus, ctypes.c_uint64(60 * SECONDS), ERROR | WARNING)
    gst.gst_element_set_state(pipeline, NULL)
    if not told:
        sys.exit(f'nothing was told of {text}')
