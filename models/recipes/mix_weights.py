#!/usr/bin/env python3
"""Weights between a training's and those of the model that it began with: new people are found, old ones are kept.

    models/recipes/mix_weights.py CHECKPOINT MODEL SHARE OUT

CHECKPOINT  what shm-train left: model/ckpt_lastest.safetensors; OUT gets the same with mixed weights, for shm-train export
MODEL       what the training began with (--init)
SHARE       of the training's weights, 0 to 1; what MODEL lacks (a branch that began at zero) counts as much

Needs Python with numpy.
"""
import hashlib
import json
import struct
import sys

import numpy

TYPES = {"F32": numpy.float32, "F16": numpy.float16}


def load(name):
    with open(name, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        return json.loads(file.read(length)), bytearray(file.read())


def tensor(header, data, name):
    begin, end = header[name]["data_offsets"]
    return numpy.frombuffer(bytes(data[begin:end]), TYPES[header[name]["dtype"]]).astype(numpy.float32)


def weights(header):
    """Names in the checkpoint, with their names in a model: those that are learned, and their moving means."""
    for name, facts in header.items():
        if name.startswith(("t_net.", "m_net.", "ema.")) and facts["dtype"] == "F32":
            yield name, name.removeprefix("ema.")


def main():
    checkpoint, model, share, out = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
    header, data = load(checkpoint)
    old_header, old = load(model)
    for name, base in weights(header):
        mixed = tensor(header, data, name)
        if base in old_header:
            mixed = share * mixed + (1 - share) * tensor(old_header, old, base).reshape(mixed.shape)
        elif base.startswith("t_net.context_3.1.") and not base.endswith(("running_mean", "running_var")):
            mixed = share * mixed
        begin, end = header[name]["data_offsets"]
        data[begin:end] = mixed.astype(numpy.float32).tobytes()
    header["__metadata__"]["sha256"] = hashlib.sha256(data).hexdigest()
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(out, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    main()
