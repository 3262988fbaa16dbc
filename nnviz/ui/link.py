"""The link to what is on the screen: to be copied, or to be read from the back row."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import segno
import streamlit as st

from nnviz.ui.actions import alone
from nnviz.ui.mounts import link_buttons

HERE_ONLY = ("localhost", "127.0.0.1", "[::1]")
MOST_BYTES = 2953
"""Of the largest QR code, with the lowest correction (ISO/IEC 18004)."""

SAFE = ",:;@=!~"
"""Characters that stand in a query as they are: each would be three when encoded."""


def link() -> None:
    """The two buttons, in a part of the page that runs alone, and needs nothing of the engine."""
    alone(_buttons)()


def _buttons() -> None:
    shown = st.session_state.setdefault("QR code", {"asked": 0})

    def code() -> None:
        address = without_defaults(
            st.session_state["link"].code, st.session_state.get("defaults", {})
        )
        st.session_state["QR code"] = {"asked": shown["asked"] + 1, **code_of(address)}

    link_buttons(shown, "link", code)


def code_of(short: str) -> dict[str, str]:
    """The QR code of an address.

    Returns:
        `picture`, a data URI, empty if no code can hold so much; the `address` in it; and `words`
        to stand below.
    """
    # The lowest correction makes the largest squares, and nobody will have scratched a screen.
    try:
        code = segno.make(short, error="l", micro=False, boost_error=False)
    except segno.DataOverflowError:
        words = f"A QR code holds {MOST_BYTES} bytes; this address has {len(short)}. Copy the link."
        return {"picture": "", "address": short, "words": words}
    picture = code.svg_data_uri(border=4, omitsize=True)
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
