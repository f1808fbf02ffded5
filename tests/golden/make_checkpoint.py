"""Saves the tensors of a safetensors file as the original program does: {epoch, state_dict} in a .pth."""
import argparse
import json
import struct

import torch

DTYPES = {"F32": torch.float32, "I64": torch.int64}


def tensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), bytearray(file.read())
    header.pop("__metadata__", None)
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(data[begin:end], dtype=DTYPES[entry["dtype"]])
        yield name, flat.reshape(entry["shape"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--prefix", default="", help="before every name, as DataParallel puts it")
    parser.add_argument("--without", default="no tensor", help="leaves out names that end so")
    parser.add_argument("--poison", default="no tensor", help="writes NaN to names that end so")
    parser.add_argument("--bare", action="store_true", help="the state dict alone")
    parser.add_argument("--legacy", action="store_true", help="the format before PyTorch 1.6")
    options = parser.parse_args()
    state = {options.prefix + name: tensor * float("nan") if name.endswith(options.poison) else tensor
             for name, tensor in tensors(options.source) if not name.endswith(options.without)}
    torch.save(state if options.bare else {"epoch": 3, "state_dict": state}, options.target,
               _use_new_zipfile_serialization=not options.legacy)


if __name__ == "__main__":
    main()
