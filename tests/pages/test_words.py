"""Every term is explained on the page that the glossary names for it, and in the list of words."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import chain
from urllib.parse import parse_qsl, unquote

import pytest
from app_pages import ROOT, address, components, decode, open_page, run_until
from streamlit.testing.v1 import AppTest

from nnviz.core.glossary import MARKED, glossary

FRONTEND = ROOT / "nnviz" / "frontend"
TERMS = glossary()
KEYS = {form.lower(): key for key, term in TERMS.items() for form in (key, term.name, *term.forms)}
LINK = re.compile(r"\]\(words\?term=([^)]+)\)")
# A tab or a button that is a term itself, and the places of what is drawn on a canvas.
NAMED = re.compile(r"(?:term: |'data-term': |form: |spot\(|\[)'([^']+)'")
WIDGETS = ("number_input", "selectbox", "slider", "select_slider", "toggle", "button")


def in_texts(app: AppTest) -> set[str]:
    """The keys of the terms that the page's prose points at."""
    return {unquote(key) for text in app.markdown for key in LINK.findall(text.value)}


def in_helps(app: AppTest) -> set[str]:
    """Those that the help of a widget explains: its label, or the choices that it has."""
    helps = "\n".join(widget.help or "" for kind in WIDGETS for widget in getattr(app, kind))
    return {
        key
        for key, term in TERMS.items()
        if term.says in helps or f"- {term.name}: {term.says.partition(': ')[2][:-1]}" in helps
    }


@cache
def forms_of_film(name: str) -> list[str]:
    """The forms that a film's modules point at."""
    texts = [path.read_text() for path in (FRONTEND / name).glob("*.js")]
    marked = chain.from_iterable(MARKED.findall(text) for text in texts)
    named = chain.from_iterable(NAMED.findall(text) for text in texts)
    return [*(form or shown for shown, form in marked), *named]


def in_films(app: AppTest) -> set[str]:
    """Those that the films on the page point at, also with what their data says."""
    forms = []
    for component in (component for component in components(app) if component.bytes):
        header, _ = decode(component.bytes)
        forms += forms_of_film(component.component_name.removeprefix("nnviz."))
        forms += [curve["label"] for curve in header.get("curves", [])]
        forms += [header.get("loss", {}).get("unit", "")]
        forms += chain.from_iterable(runner["terms"] for runner in header.get("runners", []))
    return {KEYS[form.lower()] for form in forms if form.lower() in KEYS}


@cache
def explained_at(address: str) -> set[str]:
    """The keys of the terms that a page explains at an address, once it has nothing more to do."""
    page, _, query = address.partition("?")
    parameters = dict(parse_qsl(query))
    app = open_page(f"pages/{page}.py", **parameters)
    if "trained" in parameters:
        run_until(app, lambda: any("doctor" in one.label for one in app.button))
    return in_texts(app) | in_helps(app) | in_films(app)


@pytest.mark.parametrize("key", TERMS)
def test_the_page_of_a_term_explains_it(key):
    assert key in explained_at(TERMS[key].page)


def test_the_list_has_every_term_with_its_page_and_its_meaning():
    app = open_page("pages/words.py")
    told = "\n\n".join(text.value for text in app.markdown).split("\n\n")
    for term in TERMS.values():
        assert f"**[{term.name}]({term.page})** · {term.says}" in told


def test_the_address_of_a_term_brings_it_to_the_top_in_any_of_its_forms():
    for asked in ("learning-rate", "η", "Learning rates"):
        app = open_page("pages/words.py", term=asked)
        assert app.markdown[1].value.startswith("**[learning rate η](learning-rate)** · How far")
    app = open_page("pages/words.py", term="penguin")
    assert "“penguin”, which is not one of the terms below" in app.text[0].value


def test_words_are_found_by_what_they_are_called_and_by_what_is_said_of_them():
    app = open_page("pages/words.py", find="softmax")
    found = "\n".join(text.value for text in app.markdown)
    assert "**[softmax](forward-pass)**" in found
    assert "**[logit](forward-pass)**" in found
    assert "epoch" not in found
    app.text_input[0].set_value("zebra").run()
    assert [text.value for text in app.text] == ["No term says “zebra”."]


def test_what_is_typed_is_in_the_address_but_no_step_for_back():
    app = open_page("pages/words.py")
    app.text_input[0].set_value("soft").run()
    assert address(app)["find"] == "soft"
    assert "find" not in app.query_params  # by which Streamlit adds an entry to the history


def test_the_terms_are_the_same_in_every_run_and_what_the_controls_say_is_apart():
    def sent(rate: str) -> tuple[str, dict[str, str]]:
        app = AppTest.from_file(ROOT / "contents.py", default_timeout=60)
        app.query_params["learning_rate"] = rate
        app.switch_page("pages/gradient-descent.py").run()
        assert not app.exception
        terms, here = (c.json for c in components(app) if c.component_name == "nnviz.words")
        return terms, json.loads(here)["here"]

    (terms, slow), (same, fast) = sent("0.1"), sent("0.25")
    assert terms == same
    assert (slow["learning-rate"], fast["learning-rate"]) == ("0.1", "0.25")
    assert slow | fast == fast
