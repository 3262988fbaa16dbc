"""The link to what is on the screen: to be copied, or to be read from the back row."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import segno
import streamlit as st

from nnviz.ui.actions import fragment
from nnviz.ui.mounts import link_buttons

HERE_ONLY = ("localhost", "127.0.0.1", "[::1]")
SAFE = ",:;@=!~"
"""Characters that stand in a query as they are: each would be three when encoded."""


def link() -> None:
    """The two buttons, in a part of the page that runs alone."""
    fragment(_buttons)()


def _buttons() -> None:
    asked = st.session_state.setdefault("QR codes", [0, ""])

    def code() -> None:
        asked[:] = asked[0] + 1, st.session_state["link"].code

    count, address = asked
    link_buttons({"asked": count} | (code_of(address) if address else {}), "link", code)


def code_of(address: str) -> dict[str, str]:
    """The QR code of an address, as short as it can be.

    Returns:
        `picture`, a data URI; the `address` in it; and `words` to stand below.

    Raises:
        segno.DataOverflowError: it has more than 2953 bytes.
    """
    short = without_defaults(address, st.session_state.get("defaults", {}))
    # The lowest correction makes the largest squares, and nobody will have scratched a screen.
    picture = segno.make(short, error="l", micro=False, boost_error=False).svg_data_uri(
        border=4, omitsize=True
    )
    words = "Scan it to see this on your own device."
    if urlsplit(short).hostname in HERE_ONLY:
        words = (
            "This address is known to this computer only. For others to follow, open the app by "
            "the Network URL that it prints when it starts, and show the code again."
        )
    return {"picture": picture, "address": short, "words": words}


def without_defaults(address: str, defaults: Mapping[str, str]) -> str:
    """The address without the fields that are at their defaults.

    A link that is kept for years names them all, since a default may change; one that is scanned
    now has fewer and so larger squares without them.

    >>> without_defaults("http://a/train?seed=0&epochs=50", {"seed": "0", "epochs": "100"})
    'http://a/train?epochs=50'
    """
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, text) for name, text in pairs if defaults.get(name) != text]
    return urlunsplit(parts._replace(query=urlencode(kept, safe=SAFE)))
