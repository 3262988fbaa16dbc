"""Which device trains, and what it is called on the screen."""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path

import torch


@cache
def default_device() -> torch.device:
    """A GPU if torch sees one, else the CPU."""
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    return accelerator or torch.device("cpu")


@cache
def device_name(device: torch.device) -> str:
    """The device in words, such as ``GPU · NVIDIA H200`` or ``CPU · AMD EPYC 9R14``."""
    if device.type == "cuda":
        return f"GPU · {torch.cuda.get_device_name(device)}"
    if device.type != "cpu":
        return f"GPU · {device.type}"
    return f"CPU · {_processor()}"


def _processor() -> str:
    # platform.processor() is empty or says only "x86_64" on Linux; the kernel knows the model.
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
