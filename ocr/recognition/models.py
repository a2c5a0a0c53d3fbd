"""The three small networks that come inside the rapidocr wheel, run by onnxruntime: no file is fetched at run time."""

import os
from functools import cache
from importlib import metadata, resources
from typing import TYPE_CHECKING

import rapidocr

from errors import NotSetUp

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

DETECTION = "PP-OCRv6_det_small.onnx"
RECOGNITION = "PP-OCRv6_rec_small.onnx"
FACING = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
"""Tells a line of text from the same line upside down."""


@cache
def session(name: str) -> "InferenceSession":
    """One network on one thread, loaded once a process. Raises NotSetUp when the wheel does not hold it."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when it is loaded; papers are nobody's business
    import onnxruntime  # 0.1 s and 30 MB: only processes that read pay them

    model = resources.files(rapidocr) / "models" / name
    if not model.is_file():
        raise NotSetUp(f"the rapidocr package holds no {name}: install the version pinned in requirements.txt")
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # as many processes as cores read at once
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_mem_pattern = False  # else memory is kept apart for each size of page ever shown
    # else what the largest page needed, 100 MB, is held while the next is cleaned; giving it back costs no time
    options.enable_cpu_mem_arena = False
    with resources.as_file(model) as path:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def release() -> str:
    """Version of the wheel, for the key of what was read."""
    return f"rapidocr {metadata.version('rapidocr')}"
