"""Arrays from a file of numpy's kind that somebody gave us: nothing in it is trusted.

An .npz file is a ZIP archive of .npy files: https://numpy.org/doc/stable/reference/generated/
numpy.lib.format.html. `numpy.load` makes room for whatever a header promises and reads the header
as a Python literal; here, every size is known from the archive's directory before anything is
unpacked, and a header is the one line that numpy writes. No object is ever made of a file's words.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from nnviz.core.text import clipped, listed, sized

DIRECTORY_BYTES = 2**16
"""The most that an archive's directory takes: room for a thousand names, which none of ours has."""

NPY_BYTES = 2**10
"""The most that an array's header takes."""

NPY = b"\x93NUMPY\x01\x00"
# At most two axes: nothing of ours has more.
HEADER = re.compile(
    r"\{'descr': '([<>|=]?\w{1,9})', 'fortran_order': (False|True), "
    r"'shape': \(((?:\d{1,12},?(?: \d{1,12})?)?)\), \} *\n"
)
ENCRYPTED = 0x1
UNREADABLE = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # and NotImplementedError
    ValueError,
    OverflowError,
)
"""What zipfile raises of bytes that are no archive, or half of one."""


class Form(NamedTuple):
    """What an array of a file may be.

    Attributes:
        kind: how numpy writes the type of its numbers, such as "<f4"; "<U" for text of any length.
        most: the most bytes that they take.
    """

    kind: str
    most: int


def unpack(data: bytes, forms: Mapping[str, Form]) -> dict[str, np.ndarray]:
    """The arrays of an .npz file, by name.

    Args:
        data: the file.
        forms: what may be in it.

    Raises:
        ValueError: it is no such file, it is damaged, or an array is not one of `forms`.
    """
    _check_end(data)
    with _damage_told():
        archive = ZipFile(BytesIO(data))
    members = archive.infolist()
    names = [member.filename.removesuffix(".npy") for member in members]
    for name, member in zip(names, members, strict=True):
        if names.count(name) > 1:
            raise ValueError(f"it holds {clipped(repr(name))} more than once")
        _admit(name, member, forms)
    found = {}
    for name, member in zip(names, members, strict=True):
        # Never more than the directory promises: `archive.read` would unpack all that there is.
        # With the last byte, zipfile compares the checksum.
        with _damage_told(), archive.open(member) as packed:
            content = packed.read(member.file_size)
        found[name] = _array(name, content, forms[name].kind)
    return found


@contextmanager
def _damage_told() -> Iterator[None]:
    """Around zipfile's own reading: whatever it stumbles over is damage."""
    try:
        yield
    except UNREADABLE as damage:
        raise ValueError("it is cut off or damaged") from damage


def _check_end(data: bytes) -> None:
    """Refuse what does not end as an archive does, or whose directory would take long to read.

    The end is that of APPNOTE.TXT 4.3.16, without a comment and without its 64-bit cousin.
    """
    if not data.startswith(b"PK"):
        raise ValueError("it is another kind of file than .npz, whatever its name says")
    end = data[-22:]
    plain = end.startswith(b"PK\5\6") and end.endswith(b"\0\0")
    if not plain or data[-42:-38] == b"PK\6\7":
        raise ValueError("it is cut off or damaged")
    (size,) = struct.unpack_from("<L", end, 12)
    if size > DIRECTORY_BYTES:
        raise ValueError(
            f"its directory takes {sized(size)}; one of at most {sized(DIRECTORY_BYTES)} is read"
        )


def _admit(name: str, member: ZipInfo, forms: Mapping[str, Form]) -> None:
    """Refuse a member that is not to be unpacked."""
    if name not in forms:
        raise ValueError(f"it holds {clipped(repr(name))}; a run has {listed([*forms])}")
    most = forms[name].most + NPY_BYTES
    if member.file_size > most:
        raise ValueError(
            f"its array {name!r} would take {sized(member.file_size)} unpacked; "
            f"at most {sized(most)} are read"
        )
    # Of the other methods, zipfile unpacks without a limit.
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or member.flag_bits & ENCRYPTED:
        raise ValueError(f"its array {name!r} is packed as numpy packs nothing")


def _array(name: str, content: bytes, kind: str) -> np.ndarray:
    """An array from the bytes of its .npy file."""
    length = int.from_bytes(content[8:10], "little")
    start = len(NPY) + 2 + length
    header = HEADER.fullmatch(content[len(NPY) + 2 : start].decode("latin-1"))
    if not content.startswith(NPY) or not header:
        raise ValueError(f"its array {name!r} is no plain one of numpy's")
    found, by_columns, told = header.groups()
    if found != kind and not (kind == "<U" and re.fullmatch(r"<U[1-9]\d{0,7}", found)):
        what = "objects" if found.endswith("O") else f"numbers of the kind {found!r}"
        raise ValueError(
            f"its array {name!r} holds {what}; it should hold {np.dtype(kind).name} ({kind})"
        )
    shape = [int(size) for size in re.findall(r"\d+", told)]
    count, size = int(np.prod(shape, dtype=object)), np.dtype(found).itemsize
    if count * size != len(content) - start or count == 0:
        raise ValueError(
            f"its array {name!r} promises {clipped(str(count))} numbers of {size} bytes each, and "
            f"has {sized(max(len(content) - start, 0))}"
        )
    # A text of such letters would be a fault within numpy, not an error.
    if kind == "<U" and np.frombuffer(content, "<u4", offset=start).max() > sys.maxunicode:
        raise ValueError(f"its array {name!r} holds letters that do not exist")
    numbers = np.frombuffer(content, found, count, start)
    return numbers.reshape(shape, order="F" if by_columns == "True" else "C").copy()
