#!/usr/bin/env python3
"""Turns a checkpoint of the original Semantic Human Matting program (.pth) into a model file (.safetensors).

Needs PyTorch in Python. Only tensors are unpickled (weights_only), so a checkpoint from a stranger runs no code.
Exit status: 0 written, 1 the checkpoint cannot be used, 2 bad usage.
"""
import argparse
import ctypes
import hashlib
import json
import os
import pathlib
import struct
import sys

COUNTER = "num_batches_tracked"
NAMES_SHOWN = 5
PROJECT_PYTHON = pathlib.Path(__file__).resolve().parent.parent / ".deps/venv/bin/python3"


class Unusable(Exception):
    """The checkpoint cannot become a model; the text says why."""


def batch_norm(name, width):
    for part in ("weight", "bias", "running_mean", "running_var"):
        yield f"{name}.{part}", (width,)
    yield f"{name}.{COUNTER}", ()


def convolution(name, inputs, outputs, size, groups=1, bias=False):
    yield f"{name}.weight", (outputs, inputs // groups, size, size)
    if bias:
        yield f"{name}.bias", (outputs,)


def inverted_residual(name, inputs, outputs, expansion):
    middle = inputs * expansion
    yield from convolution(f"{name}.conv.0", inputs, middle, 1)
    yield from batch_norm(f"{name}.conv.1", middle)
    yield from convolution(f"{name}.conv.3", middle, middle, 3, groups=middle)
    yield from batch_norm(f"{name}.conv.4", middle)
    yield from convolution(f"{name}.conv.6", middle, outputs, 1)
    yield from batch_norm(f"{name}.conv.7", outputs)


def encoder(name):
    yield from convolution(f"{name}.head_conv.0", 3, 32, 3)
    yield from batch_norm(f"{name}.head_conv.1", 32)
    yield from inverted_residual(f"{name}.block_1", 32, 16, 1)
    width = 16
    for block, outputs, repeats in ((2, 24, 2), (3, 32, 3), (4, 64, 4), (5, 96, 3), (6, 160, 3)):
        for repeat in range(repeats):
            yield from inverted_residual(f"{name}.block_{block}.{repeat}", width, outputs, 6)
            width = outputs
    yield from inverted_residual(f"{name}.block_7", 160, 320, 6)


def t_net(name):
    yield from encoder(f"{name}.feature")
    widths = (320, 96, 32, 24, 16)
    for level, inputs, outputs in zip((5, 4, 3, 2), widths, widths[1:]):
        yield from convolution(f"{name}.s{level}_up_conv.1", inputs, outputs, 3, bias=True)
        yield from batch_norm(f"{name}.s{level}_up_conv.2", outputs)
        yield from convolution(f"{name}.s{level - 1}_fusion.0", outputs, outputs, 3, bias=True)
        yield from batch_norm(f"{name}.s{level - 1}_fusion.1", outputs)
    yield from convolution(f"{name}.last_conv", 16, 3, 3, bias=True)


def m_net(name):
    widths = (6, 16, 32, 64, 128, 128)
    for level, inputs, outputs in zip(range(1, 6), widths, widths[1:]):
        yield from convolution(f"{name}.en_conv_bn_relu_{level}.0", inputs, outputs, 3)
        yield from batch_norm(f"{name}.en_conv_bn_relu_{level}.1", outputs)
    widths = (128, 128, 64, 32, 16)
    for level, inputs, outputs in zip(range(1, 5), widths, widths[1:]):
        yield from convolution(f"{name}.de_conv_bn_relu_{level}.0", inputs, outputs, 3)
        yield from batch_norm(f"{name}.de_conv_bn_relu_{level}.1", outputs)
        yield from convolution(f"{name}.deconv_{level}", outputs, outputs, 5)
    yield from convolution(f"{name}.conv", 16, 1, 5)


def expected_shapes():
    """Name and shape of every tensor of architecture "shm"."""
    return dict([*t_net("t_net"), *m_net("m_net")])


def load(path):
    try:
        import torch
    except ImportError as error:
        continue_in(PROJECT_PYTHON)
        raise Unusable(f"no Python with PyTorch ({error}): pip install torch, or scripts/setup "
                       "--cuda, brings one") from error
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise Unusable(error.strerror or str(error)) from error
    except Exception as error:  # torch.load raises whatever its unpickler does
        raise Unusable(f"not a PyTorch checkpoint of tensors alone ({first_line(error)})") from error


def continue_in(python):
    """Starts this program again in another Python, where it is there and not this one."""
    if python.exists() and pathlib.Path(sys.prefix) != python.parent.parent:
        os.execv(python, [str(python), *sys.argv])


def first_line(error):
    return (str(error).splitlines() or [type(error).__name__])[0]


def state_of(checkpoint):
    """Of {epoch, state_dict}, as the original program saves it, or of the weights alone."""
    if not isinstance(checkpoint, dict):
        raise Unusable("holds no weights by name; the original program saves {epoch, state_dict}")
    state = checkpoint.get("state_dict", checkpoint)
    if not isinstance(state, dict):
        raise Unusable("state_dict: it holds no weights by name")
    for name, tensor in state.items():
        if not isinstance(name, str) or not hasattr(tensor, "data_ptr"):
            raise Unusable(f"state_dict: {name} is not a tensor")
    return state


def without_prefix(state):
    """DataParallel puts "module." before every name."""
    return {name.removeprefix("module."): tensor for name, tensor in state.items()}


def with_counters(state, shapes):
    """PyTorch before 0.4.1 kept no counters in batch norm; only training reads them."""
    if not state:
        return state
    zero = next(iter(state.values())).new_zeros(())
    return {**{name: zero for name in shapes if name.endswith(COUNTER)}, **state}


def some(names):
    shown = ", ".join(sorted(names)[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def check(state, shapes):
    problems = []
    if missing := shapes.keys() - state.keys():
        problems.append(f"lacks {some(missing)}")
    if unexpected := state.keys() - shapes.keys():
        problems.append(f"has {some(unexpected)}, which the network does not")
    for name in sorted(shapes.keys() & state.keys()):
        if tuple(state[name].shape) != shapes[name]:
            problems.append(f"{name} is {list(state[name].shape)}, not {list(shapes[name])}")
        elif not state[name].isfinite().all():
            problems.append(f"{name} holds NaN or infinity")
    if problems:
        raise Unusable("; ".join(problems))


def as_bytes(tensor):
    return ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size())


def safetensors(state, metadata):
    """The file's bytes: length of the header, header, tensors; counters first, so that all are aligned."""
    header, data = {}, bytearray()
    for name in sorted(state, key=lambda name: (not name.endswith(COUNTER), name)):
        counter = name.endswith(COUNTER)
        tensor = (state[name].long() if counter else state[name].float()).contiguous()
        begin = len(data)
        data += as_bytes(tensor)
        header[name] = {"dtype": "I64" if counter else "F32", "shape": list(tensor.shape),
                        "data_offsets": [begin, len(data)]}
    header["__metadata__"] = {**metadata, "sha256": hashlib.sha256(data).hexdigest()}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def write_whole(path, content):
    temporary = path.with_name(f".{path.name}.tmp{os.getpid()}")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    except OSError as error:
        raise Unusable(f"cannot be written as {path}: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)


def metadata_of(options, checkpoint):
    origin = f"exported from {options.checkpoint.name}, epoch {checkpoint.get('epoch', 'unknown')}"
    return {
        "format_version": "1",
        "architecture": "shm",
        "classes": "bg,fg,unsure",  # the order in which the original's fusion reads the channels
        "channel_order": "BGR",
        "mean": "114,121,134",
        "scale": repr(1 / 255),
        "size": str(options.size),
        "size_multiple": str(16 * options.stem_stride),
        "stem_stride": str(options.stem_stride),
        "training": options.training or origin,
        "license": options.license,
    }


def working_size(text):
    size = int(text)
    if not 64 <= size <= 4096:
        raise argparse.ArgumentTypeError(f"{size} is not in 64..4096")
    return size


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", metavar="IN.pth", type=pathlib.Path)
    parser.add_argument("model", metavar="OUT.safetensors", type=pathlib.Path)
    parser.add_argument("--overwrite", action="store_true", help="replace a model that is there already")
    parser.add_argument("--size", type=working_size, default=320, metavar="PIXELS",
                        help="longer side of the picture in the network, 64..4096 (default: 320)")
    parser.add_argument("--stem-stride", type=int, choices=(1, 2), default=1,
                        help="of the encoder's first convolution (default: 1, the original's)")
    parser.add_argument("--training", default="", metavar="TEXT",
                        help="what it was trained on (default: name and epoch of the checkpoint)")
    parser.add_argument("--license", default="unknown", metavar="TEXT",
                        help="terms of the weights (default: unknown)")
    options = parser.parse_args(arguments)
    if options.model.exists() and not options.overwrite:
        parser.error(f"{options.model} is there already: --overwrite replaces it")
    return options


def export(options):
    checkpoint = load(options.checkpoint)
    shapes = expected_shapes()
    state = with_counters(without_prefix(state_of(checkpoint)), shapes)
    check(state, shapes)
    write_whole(options.model, safetensors(state, metadata_of(options, checkpoint)))


def main(arguments):
    options = parse_arguments(arguments)
    try:
        export(options)
    except Unusable as error:
        print(f"export_checkpoint: {options.checkpoint}: {error}", file=sys.stderr)
        return 1
    print(f"{options.model}: working size {options.size}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
