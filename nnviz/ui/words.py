"""The terms on the screen, each of which explains itself: in prose, as help, under a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from nnviz.core.glossary import CHOICES, GLOSSARY, Term, choice_key, glossary, key_of, linked
from nnviz.core.text import listed, plain_decimal
from nnviz.ui.mounts import explain

SET = "values of terms"


def prose(text: str, **look: Any) -> None:
    """Markdown of our own, its terms in double brackets; `look` is `st.markdown`'s."""
    st.markdown(linked(text), **look)


def help_for(form: str, more: str = "") -> str:
    """The help of a widget that a term is the label of; `more` follows in its own paragraph."""
    says = GLOSSARY[key_of(form)].says
    return f"{says}\n\n{more}" if more else says


def words_here(*forms: str) -> None:
    """The caption of a chart or a table, which cannot hold links: the terms that stand in it."""
    prose(f":small[Words here: {' · '.join(f'[[{form}]]' for form in forms)}]")


def set_here(values: Mapping[str, Any]) -> None:
    """What the controls on the screen say, by their field: the cards of their terms quote it."""
    st.session_state[SET] = {**st.session_state.get(SET, {}), **values}


@contextmanager
def terms_explained(titles: Mapping[str, str]) -> Iterator[None]:
    """Around the run of a page: afterwards, every term on it opens a card.

    Args:
        titles: what each page is called, by its address.
    """
    st.session_state[SET] = {}
    yield
    terms, values = glossary(), st.session_state[SET]
    here = {key: said for key, term in terms.items() if (said := _here(term, values, terms))}
    explain([term.told(key) for key, term in terms.items()], titles, here)


def named_here(values: Mapping[str, Any]) -> str:
    """What controls said, by the names of their terms: ": activation tanh, seed 3 and 1 more".

    Empty where none of them is the value of a term.
    """
    terms = {term.field: term for term in GLOSSARY.values() if term.field in values}
    told = [f"{term.name} {_here(term, values, glossary())}" for term in terms.values()]
    more = [f"{len(values) - len(told)} more"] if len(told) < len(values) else []
    return f": {listed(told + more)}" if told else ""


def _here(term: Term, values: Mapping[str, Any], terms: Mapping[str, Term]) -> str:
    """What the control of a term says, as it stands on the screen; empty if there is none."""
    if term.field not in values:
        return ""
    return told(term.field, values[term.field])


def told(field: str, value: Any) -> str:
    """What the control of a field says, in words."""
    if field in CHOICES:
        return glossary()[choice_key(field, value)].name
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return " → ".join(map(str, value)) or "none"
    return plain_decimal(value) if isinstance(value, float) else str(value)
