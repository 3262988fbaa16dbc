"""Who has changed the address: every case that a page can meet when it runs."""

from __future__ import annotations

import pytest

from nnviz.ui.address import Who, who_changed

OLD, NEW = {"seed": "1", "epochs": "5"}, {"seed": "2", "epochs": "5"}
NEWER, NONE = {"seed": "3", "epochs": "5"}, {}


@pytest.mark.parametrize(
    ("case", "address", "controls", "written", "signs", "who"),
    [
        ("the first visit, by a link", NEW, OLD, None, {"entering"}, Who.ADDRESS),
        ("by a link that names some fields", {"seed": "2"}, OLD, None, {"entering"}, Who.ADDRESS),
        ("the first visit, by the navigation", NONE, OLD, None, {"entering"}, Who.PAGE),
        ("back by the navigation: the page is as it was", NONE, NEW, NEW, {"entering"}, Who.PAGE),
        ("by the navigation from a page without controls", NONE, NEW, NEW, set(), Who.PAGE),
        ("Back from another page", OLD, NEW, NEW, {"entering", "travelled"}, Who.ADDRESS),
        ("Back from a page without controls", OLD, NEW, NEW, {"travelled"}, Who.ADDRESS),
        ("Back to where this page was left", NEW, NEW, NEW, {"entering", "travelled"}, Who.ADDRESS),
        ("the same address without Back", NEW, NEW, NEW, {"entering"}, Who.PAGE),
        ("Back on the same page", OLD, NEW, NEW, {"travelled"}, Who.ADDRESS),
        ("Forward on the same page", NEW, OLD, OLD, {"travelled"}, Who.ADDRESS),
        ("Back, and something is pressed", OLD, NEW, NEW, {"travelled", "pressed"}, Who.ADDRESS),
        ("Back, and a control is changed", OLD, NEWER, NEW, {"travelled"}, Who.ADDRESS),
        ("a control is changed", OLD, NEW, OLD, set(), Who.CONTROLS),
        ("a button is pressed", OLD, OLD, OLD, {"pressed"}, Who.CONTROLS),
        ("a value is typed and a button pressed", OLD, NEW, OLD, {"pressed"}, Who.CONTROLS),
        ("a change from a browser with an old address", OLD, NEWER, NEW, set(), Who.CONTROLS),
        ("a press from a browser with an old address", OLD, NEW, NEW, {"pressed"}, Who.CONTROLS),
        ("nothing, from a browser with an old address", OLD, NEW, NEW, set(), Who.PAGE),
        ("nothing at all", OLD, OLD, OLD, set(), Who.PAGE),
        ("a change before the address is there", NONE, NEW, OLD, set(), Who.PAGE),
        ("a press on a page that is entered", NONE, NEW, OLD, {"entering", "pressed"}, Who.PAGE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_has_changed_the_address(case, address, controls, written, signs, who):
    told = {name: name in signs for name in ("entering", "travelled", "pressed")}
    assert who_changed(address, controls, written, **told) is who
