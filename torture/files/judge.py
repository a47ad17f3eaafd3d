"""Says of each .npy file, named on a line of stdin, how NumPy reads it: JSON lines on stdout."""

import hashlib
import json
import sys
import warnings

import numpy

warnings.simplefilter("ignore")

# The type of the result, as docs/cli.md has it.
RESULT = {"f2": "<f2", "f4": "<f4", "f8": "<f8"}
RESULT.update(dict.fromkeys(["b1", "i1", "u1", "i2", "u2"], "<f4"))
RESULT.update(dict.fromkeys(["i4", "u4", "i8", "u8"], "<f8"))


def judge(path):
    try:
        with open(path, "rb") as file:
            array = numpy.load(file, allow_pickle=False)
            more = file.read(1) != b""
    except BaseException as error:
        return {"read": False, "why": f"{type(error).__name__}: {error}"[:300]}
    if more:
        return {"read": True, "result": None, "why": "data after the array, which NumPy ignores"}
    if not isinstance(array, numpy.ndarray) or array.dtype.names:
        return {"read": True, "result": None, "why": "no plain array"}
    result = RESULT.get(array.dtype.kind + str(array.dtype.itemsize))
    if result is None:
        return {"read": True, "result": None, "why": str(array.dtype)}
    with numpy.errstate(all="ignore"):
        values = numpy.array(array, dtype=result, order="C")
    # The payload of a NaN is not specified.
    values[numpy.isnan(values)] = numpy.nan
    digest = hashlib.sha256(values.tobytes()).hexdigest()
    return {"read": True, "result": result, "shape": list(array.shape), "digest": digest, "dtype": array.dtype.str}


for line in sys.stdin:
    print(json.dumps(judge(line.rstrip("\n"))), flush=True)
