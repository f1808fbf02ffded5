"""Reads a run's TensorBoard events back and prints "TAG STEPS LAST", pictures as "TAG STEPS WIDTHxHEIGHT"."""
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def main(folder):
    events = EventAccumulator(folder, size_guidance={"scalars": 0, "images": 0})
    events.Reload()
    for tag in events.Tags()["scalars"]:
        values = events.Scalars(tag)
        print(tag, len(values), f"{values[-1].value:.6g}")
    for tag in events.Tags()["images"]:
        pictures = events.Images(tag)
        print(tag, len(pictures), f"{pictures[-1].width}x{pictures[-1].height}")


if __name__ == "__main__":
    main(sys.argv[1])
