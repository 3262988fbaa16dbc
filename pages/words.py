"""Words: every term of the app, what it means, and where to see it at work."""

from itertools import groupby

import streamlit as st

from nnviz.core.glossary import Term, glossary
from nnviz.ui.controls import Controls
from nnviz.ui.fields import Field
from nnviz.ui.layout import notices, question


def key_or_nothing(text: str) -> str:
    """The key of the term that is called so, or nothing."""
    called = (key for key, term in terms.items() if is_called(key, term, text.lower()))
    if text and (found := next(called, None)) is None:
        raise ValueError(text)
    return found if text else ""


def is_called(key: str, term: Term, text: str) -> bool:
    """Whether a text is a term's key, its name or another of its forms."""
    return text in (form.lower() for form in (key, term.name, *term.forms))


def matches(term: Term, wanted: str) -> bool:
    """Whether a term is called so, or its sentence says so."""
    return any(wanted.lower() in text.lower() for text in (term.name, *term.forms, term.says))


def entry(term: Term) -> str:
    """A term as one paragraph: its name, which leads to where it is at work, and what it is."""
    return f"**[{term.name}]({term.page})** · {term.says}"


question(
    "What does it mean?",
    "Every word with dots below it explains itself where it stands: point at it, tap it, or reach "
    "it with the Tab key. Here they all are; each leads to where it can be seen at work.",
    aside=False,
)
terms = glossary()
controls = Controls(
    "words",
    Field("find", "", str, "a text"),
    Field("term", "", key_or_nothing, "one of the terms below"),
)
notices(controls.complaints)
asked = terms.get(controls["term"])
if asked is not None:
    with st.container(border=True, key="asked"):
        st.markdown(entry(asked))
st.text_input(
    "Find a word", key=controls.key("find"), value=controls["find"], type="search", live=True
)
found = [term for term in terms.values() if matches(term, controls["find"].strip())]
if not found:
    notices([f"No term says “{controls['find']}”."])
for group, members in groupby(found, key=lambda term: term.group):
    st.subheader(group, anchor=False)
    with st.container(key=f"listed {group}"):
        st.markdown("\n\n".join(map(entry, members)))
controls.write_url(aside=False, steps=False)
