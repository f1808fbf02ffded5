"""Reads a run's TensorBoard events back and prints "TAG STEPS LAST", pictures as "TAG STEPS WIDTHxHEIGHT".

Then "load_fast=false TAG STEPS", as TensorBoard's own loader in Python finds them.
"""
import sys

from tensorboard.backend.event_processing import event_accumulator, plugin_event_accumulator

EVERYTHING = {"scalars": 0, "images": 0, "tensors": 0}


def main(folder):
    events = event_accumulator.EventAccumulator(folder, size_guidance=EVERYTHING)
    events.Reload()
    for tag in events.Tags()["scalars"]:
        values = events.Scalars(tag)
        print(tag, len(values), f"{values[-1].value:.6g}")
    for tag in events.Tags()["images"]:
        pictures = events.Images(tag)
        print(tag, len(pictures), f"{pictures[-1].width}x{pictures[-1].height}")
    slow = plugin_event_accumulator.EventAccumulator(folder, size_guidance=EVERYTHING)
    slow.Reload()
    for tag in slow.Tags()["tensors"]:
        print("load_fast=false", tag, len(slow.Tensors(tag)))


if __name__ == "__main__":
    main(sys.argv[1])
