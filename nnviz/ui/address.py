"""Whether the address or the controls of a page were changed last, and by whom.

A page's state is its address: the query of the URL holds every control under the name of its
field. Both can move, so whenever a page runs it has to know which one follows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

Texts = Mapping[str, str]


class Who(Enum):
    """Who has changed the state of a page since it ran before."""

    ADDRESS = "the visitor has come to another address, which the controls have to follow"
    CONTROLS = "the visitor has changed a control: a new address, and one more step for Back"
    PAGE = "nobody but the page itself: the address is completed, and Back knows of nothing"


def who_changed(
    address: Texts,
    controls: Texts,
    written: Texts | None,
    *,
    entering: bool,
    travelled: bool,
    pressed: bool,
) -> Who:
    """Who has changed a page's state, from what is known when it runs.

    An address that is neither new nor travelled to decides nothing, whatever it says: the browser
    sends its address along with every change, and has often not heard of the newest one yet.

    Args:
        address: what the browser's address says about the fields of this page, each as text; empty
            when a link in the navigation has led here.
        controls: what the controls say, in the same form.
        written: what this page last wrote into the address; None if this is the first visit.
        entering: whether another page was shown before, or none.
        travelled: whether Back or Forward has led here.
        pressed: whether a button has been pressed, which may change the state in this run.
    """
    if address and (travelled or (entering and address != written)):
        return Who.ADDRESS
    if entering or not address:
        return Who.PAGE
    return Who.CONTROLS if pressed or controls != written else Who.PAGE
