"""The link as a QR code: short, and refused in words where none can hold it."""

from __future__ import annotations

import pytest

from nnviz.ui.link import MOST_BYTES, code_of, without_defaults


def test_fields_at_their_defaults_are_left_out_and_the_others_stay_as_they_are():
    address = "http://a/train?hidden=10%2C10&seed=3&film=epoch:7;chosen:w0.1.2"
    short = without_defaults(address, {"hidden": "10,10", "seed": "0"})
    assert short == "http://a/train?seed=3&film=epoch:7;chosen:w0.1.2"


@pytest.mark.parametrize(("length", "fits"), [(MOST_BYTES, True), (MOST_BYTES + 1, False)])
def test_a_code_holds_so_much_and_no_more(length, fits):
    start = "http://localhost/?a="
    code = code_of(start + "x" * (length - len(start)))
    assert bool(code["picture"]) == fits
    assert ("Copy the link" in code["words"]) != fits
