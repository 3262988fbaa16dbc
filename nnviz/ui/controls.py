"""The controls of a page and the page's address, which always say the same.

A page's state is the query of its URL: every control under the name of its field, defaults
included, so that any state is a link and stays one when a default changes. (Streamlit's own
`bind="query-params"` leaves defaults out, drops invalid values without a word and has no lists.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnviz.core.text import clipped
from nnviz.ui.actions import any_pressed, forget_presses, pressed
from nnviz.ui.address import Who, who_changed
from nnviz.ui.fields import Field
from nnviz.ui.hide import in_address
from nnviz.ui.mounts import address

Change = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From what the controls say to what some of them are to say next."""


class Controls:
    """The fields of one page, kept in the session under the page's name and in the URL.

    Use: make one at the top of the page, draw each widget with ``**controls.bind(name)`` (or set
    `controls[name]` from a callback), then call `write_url` once.

    Attributes:
        from_url: whether the values have just been read from an address that the visitor gave.
    """

    def __init__(self, page: str, *fields: Field) -> None:
        self._page = page
        self._fields = {field.name: field for field in fields}
        written: Mapping[str, str] | None = st.session_state.get(self.key("url"))
        self._restore(written or {})
        entering = st.session_state.get("page") != page
        if entering:
            forget_presses()
        known = {name: text for name, text in st.query_params.items() if name in self._fields}
        self._who = who_changed(
            known,
            self._texts(),
            written,
            entering=entering,
            travelled=self._travelled(),
            pressed=any_pressed(),
        )
        if self._who is Who.ADDRESS:
            self._read(known)
            st.session_state[self.key("from address")] = True
        # Also where the run that read it was broken off before it had written an address.
        self.from_url = st.session_state.get(self.key("from address"), False)
        if self._who is not Who.ADDRESS and self._texts() != written:
            self.complaints.clear()  # they were about settings that have been changed
        st.session_state["page"] = page
        st.session_state[self.key("travelled")] = False
        for change in pressed(self.key("controls")):
            self.update(**change({name: self[name] for name in self._fields}))

    def _travelled(self) -> bool:
        """Whether Back or Forward has led here, or did in a run that was broken off since."""
        context, key = get_script_run_ctx(), self.key("travelled")
        if context is not None and context.is_history_navigation:
            st.session_state[key] = True
        return st.session_state.get(key, False)

    def _restore(self, written: Mapping[str, str]) -> None:
        """Bring back what Streamlit has dropped: the value of a widget that was not drawn."""
        for name, field in self._fields.items():
            if self.key(name) not in st.session_state:
                self[name] = field.parse(written[name]) if name in written else field.default

    def key(self, name: str) -> str:
        """The session's key, and the widget's, of a field."""
        return f"{self._page}.{name}"

    def bind(self, name: str) -> dict[str, Any]:
        """The arguments that tie a widget to a field.

        The value goes to the browser as the widget's default, too: a visitor who clicks while the
        first run of the page is still under way would otherwise send back the widget's own.
        """
        return {"key": self.key(name), "value": self[name]}

    def __getitem__(self, name: str) -> Any:
        return st.session_state[self.key(name)]

    def __setitem__(self, name: str, value: Any) -> None:
        st.session_state[self.key(name)] = value

    @property
    def defaults(self) -> dict[str, Any]:
        """Every field at its default."""
        return {name: field.default for name, field in self._fields.items()}

    def settle(self, **values: Any) -> None:
        """What fields say that the visitor leaves open, None: what the page makes of that."""
        for name, value in values.items():
            if self[name] is None:
                self[name] = value
        st.session_state[self.key("settled")] = values

    @property
    def unchosen(self) -> dict[str, Any]:
        """What the fields that a visitor chooses say as long as nothing has been chosen."""
        settled = st.session_state.get(self.key("settled"), {})
        return {
            name: settled.get(name, field.default)
            for name, field in self._fields.items()
            if field.chosen
        }

    def update(self, **values: Any) -> None:
        """Set several fields."""
        for name, value in values.items():
            self[name] = value

    def to(self, **values: Any) -> tuple[str, Change]:
        """A press that sets several fields, for `button`."""
        return self.by(lambda _: values)

    def by(self, change: Change) -> tuple[str, Change]:
        """A press that sets several fields to what follows from all of them, for `button`."""
        return self.key("controls"), change

    @property
    def complaints(self) -> list[str]:
        """What was asked for and could not be had, until a control is changed."""
        return st.session_state.setdefault(self.key("complaints"), [])

    def complain(self, sentence: str) -> None:
        """Say once that a setting could not be had."""
        if sentence not in self.complaints:
            self.complaints.append(sentence)

    def go_on(self, *subjects: str) -> None:
        """To be said first by a part of the page that writes the address: it may run alone.

        Then a press has called it, or nobody: what else there is to be done, the whole page does.

        Args:
            subjects: whose presses this part deals with.
        """
        if not get_script_run_ctx().fragment_ids_this_run:
            return
        if any_pressed(besides=subjects) or self._texts() != st.session_state[self.key("url")]:
            st.rerun()
        self.from_url = False
        self._who = Who.CONTROLS if any_pressed() else Who.PAGE

    def write_url(self, aside: bool = True, steps: bool = True) -> None:
        """Put every control into the address: a new one if the visitor has changed something.

        Args:
            aside: whether what writes it stands in the sidebar, which a part of a page cannot use
                that runs alone.
            steps: whether a change is one more step for Back; not on a page that follows every key.
        """
        texts, written = self._texts(), st.session_state.get(self.key("url"))
        st.session_state[self.key("url")] = texts
        st.session_state[self.key("from address")] = False
        st.session_state["defaults"] = {
            name: field.write(field.default) for name, field in self._fields.items()
        }
        # The browser's own word may be old: it has sent it along before it read what was written.
        if steps and self._who is Who.CONTROLS and texts != written:
            st.query_params.from_dict(texts | in_address())
        with st.sidebar if aside else nullcontext():
            address(self._page, texts | in_address())

    def _texts(self) -> dict[str, str]:
        """Every field as text; nothing is said of one that is nothing by default and now."""
        texts = {name: field.write(self[name]) for name, field in self._fields.items()}
        return {
            name: text for name, text in texts.items() if text or self._fields[name].default != ""
        }

    def _read(self, texts: Mapping[str, str]) -> None:
        complaints = []
        for name, field in self._fields.items():
            self[name] = field.default
            if name not in texts:
                continue
            try:
                self[name] = field.parse(texts[name])
            except ValueError:
                complaints.append(
                    f"The address says {name} = “{clipped(texts[name])}”, which is not "
                    f"{field.allowed}; using {field.write(field.default)}."
                )
        st.session_state[self.key("complaints")] = complaints
        st.session_state[self.key("url")] = self._texts()
