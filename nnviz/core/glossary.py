"""The words of the app: what each term means in a sentence or two, and which page explains it.

They stand in `glossary.toml`, but for the names of the choices, which stand in their registries.
Prose points at a term in double brackets, ``the [[loss]] of each [[batch]]``, in any of its forms;
`linked` turns these into links. Nothing here imports torch before `glossary` is called: a page is
painted before that is there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from nnviz.core.registry import Registry

MARKED = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")
"""A term in a text, and what it is a form of where that is not what stands there."""


@dataclass(frozen=True)
class Term:
    """One term.

    Attributes:
        name: how it stands in the list of words.
        says: what it is, in one or two plain sentences (plain text).
        page: the address of the page that explains it best, relative to the app's pages.
        group: the heading that it stands under.
        forms: what else it is called in a text, such as its plural or its letter.
        field: the control that holds its value, where it has one.
    """

    name: str
    says: str
    page: str
    group: str
    forms: tuple[str, ...] = ()
    field: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "says", self.says.strip())
        object.__setattr__(self, "forms", tuple(self.forms))

    def told(self, key: str) -> dict[str, object]:
        """What the browser knows of it."""
        return {"key": key} | {
            name: getattr(self, name) for name in ("name", "says", "page", "forms")
        }


def _read() -> dict[str, Term]:
    groups = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        key: Term(group=group, **term)
        for group, terms in groups.items()
        for key, term in terms.items()
    }


GLOSSARY = Registry("term", _read())
"""The terms by the key that addresses them, without the names of the choices."""

CHOICES = {
    "activation": ("Activation functions", "An activation function", "train?activation={}"),
    "loss": ("Losses", "A loss", "train?loss={}"),
    "optimizer": ("Optimizers", "An optimizer", "optimizers?taken_apart={}"),
    "filter": ("Filters", "A filter", "convolution?filter={}"),
    "schedule": ("Schedules", "A schedule", "learning-rate?panel=schedules&schedule={}"),
}
"""The kinds of choices that have a name each: their heading, what each is, and its page."""


def glossary() -> dict[str, Term]:
    """Every term by its key: those of `GLOSSARY`, and the choices that a visitor has."""
    from nnviz.core.activations import ACTIVATIONS
    from nnviz.core.data import STANDARD, load
    from nnviz.core.filters import FILTERS
    from nnviz.core.losses import LOSSES, losses_of
    from nnviz.core.optimizers import OPTIMIZERS
    from nnviz.core.schedules import SCHEDULES

    losses = Registry("loss", {key: LOSSES[key] for key in losses_of(load(STANDARD).task)})
    terms = dict(GLOSSARY)
    for registry in (ACTIVATIONS, losses, OPTIMIZERS, SCHEDULES, FILTERS):
        group, kind, page = CHOICES[registry.kind]
        for key, choice in registry.items():
            terms[choice_key(registry.kind, key)] = Term(
                choice.label, f"{kind}: {choice.words}.", page.format(key), group
            )
    return terms


def choice_key(kind: str, key: str) -> str:
    """The key of the term that is a choice of a registry: "activation-leaky-relu"."""
    return f"{kind}-{key}".replace("_", "-")


def key_of(form: str) -> str:
    """The key of the term that is called so: by its name, its key or another of its forms.

    Raises:
        ValueError: no term of `GLOSSARY` is.
    """
    known = _keys()
    if form.lower() not in known:
        raise ValueError(f"no term is called {form!r}; nnviz/core/glossary.toml has them all")
    return known[form.lower()]


@cache
def _keys() -> dict[str, str]:
    return {
        form.lower(): key
        for key, term in GLOSSARY.items()
        for form in (key, term.name, *term.forms)
    }


def address_of(key: str) -> str:
    """Where the list of words shows a term, relative to the app's pages."""
    return f"words?term={quote(key)}"


def linked(text: str) -> str:
    """Markdown in which every ``[[form]]`` of a term is a link to what it means.

    ``[[text|form]]`` shows another text; instead of the form, the key of any term may stand there.

    >>> linked("the [[losses]] of [[Adam|optimizer-adam]]")
    'the [losses](words?term=loss) of [Adam](words?term=optimizer-adam)'
    """
    return MARKED.sub(lambda found: f"[{found[1]}]({address_of(_key(*found.groups()))})", text)


def _key(shown: str, form: str | None) -> str:
    return _keys().get(form.lower(), form) if form else key_of(shown)


def marked(text: str, forms: Collection[str]) -> str:
    """A text with the first of each of these forms of terms in double brackets.

    >>> marked("The training loss was a loss.", ["loss", "training loss"])
    'The [[training loss]] was a [[loss]].'
    """
    longest = sorted(forms, key=len, reverse=True)
    seen = set()

    def mark(found: re.Match[str]) -> str:
        new = found[0].lower() not in seen
        seen.add(found[0].lower())
        return f"[[{found[0]}]]" if new else found[0]

    return re.sub(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", mark, text, flags=re.IGNORECASE)


def is_term(text: str) -> bool:
    """Whether a text is a form of a term."""
    return text.lower() in _keys()
