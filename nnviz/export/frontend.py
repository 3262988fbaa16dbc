"""The player's modules and styles as texts, for a page that may load no other file.

A page that is a file is refused every import of another one, so an import map gives each module as
a data URL (https://html.spec.whatwg.org/multipage/webappapis.html#import-maps). Such a URL is no
place that "./" could be relative to: modules import each other by name instead.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

FRONTEND = Path(__file__).parent.parent / "frontend"

IMPORT = re.compile(
    r"""^((?:import|export) (?:[\w*{},\s]+ from )?')(\.{1,2}/[^']+)(?=')""", re.MULTILINE
)
"""A statement that imports a module by its place relative to the one that it stands in."""

IMPORT_STYLE = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)

PLAIN = " !$&'()*+,-./:;=?@[]^_`{|}~"
"""What a data URL holds as it is, and neither JSON nor HTML takes for its own."""


@cache
def import_map(*entries: str) -> dict[str, str]:
    """Some modules of the frontend and all that they import: name → data URL.

    Args:
        entries: their paths in the frontend, such as "network/player.js": "nnviz/network/player.js"
            is their name.
    """
    found, ahead = {}, list(entries)
    while ahead:
        path = ahead.pop()
        if path in found:
            continue
        text = (FRONTEND / path).read_text("utf-8")
        folder = posixpath.dirname(path)
        ahead += [_beside(folder, other) for _, other in IMPORT.findall(text)]
        named = IMPORT.sub(lambda one, at=folder: one[1] + name_of(_beside(at, one[2])), text)
        found[path] = f"data:text/javascript,{quote(named, PLAIN)}"
    return {name_of(path): found[path] for path in sorted(found)}


def name_of(path: str) -> str:
    """What a module of the frontend is imported as."""
    return f"nnviz/{path}"


@cache
def style(path: str) -> str:
    """A style sheet of the frontend with those that it imports in their places."""
    folder = posixpath.dirname(path)
    text = (FRONTEND / path).read_text("utf-8")
    return IMPORT_STYLE.sub(lambda found: style(_beside(folder, found[1])), text)


def _beside(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))
