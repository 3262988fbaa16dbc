"""Presses of buttons as events: none is lost, none counts twice, each acts on what there is."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def counter() -> None:
    """A page whose runs may be broken off before or after a press has been dealt with."""
    import streamlit as st

    from nnviz.ui.actions import button, pressed

    st.session_state.setdefault("count", 1)
    step = st.number_input("Step", value=1, key="step")
    if st.session_state.pop("broken off before", False):
        st.rerun()
    for act in pressed("count"):
        st.session_state["count"] = act(st.session_state["count"], step)
    if st.session_state.pop("broken off after", False):
        st.rerun()
    button("More", ("count", lambda count, step: count + step))
    button("Twice", ("count", lambda count, _: 2 * count))
    st.text(str(st.session_state["count"]))


def press(app: AppTest, *labels: str) -> str:
    for label in labels:
        next(b for b in app.button if b.label == label).click()
    app.run()
    assert not app.exception
    return app.text[0].value


def test_a_press_acts_on_what_the_field_says_now():
    app = AppTest.from_function(counter).run()
    app.number_input(key="step").set_value(5)
    assert press(app, "More") == "6"
    assert press(app) == "6"


def test_two_presses_in_one_message_both_count():
    assert press(AppTest.from_function(counter).run(), "More", "Twice") in ("3", "4")


def test_a_run_that_is_broken_off_loses_no_press_and_counts_none_twice():
    for when in ("before", "after"):
        app = AppTest.from_function(counter).run()
        app.session_state[f"broken off {when}"] = True
        assert press(app, "More") == "2"
        assert press(app) == "2"


def failing() -> None:
    """A page on which one press fails."""
    import streamlit as st

    from nnviz.ui.actions import button, pressed, presses_of_a_run

    with presses_of_a_run():
        for _ in pressed("trouble"):
            raise RuntimeError("no such thing")
        button("Trouble", ("trouble", None))
        button("Nobody's", ("nobody", None))
        st.text("all is well")


def test_a_press_that_fails_or_concerns_nobody_is_not_asked_again():
    app = AppTest.from_function(failing).run()
    next(b for b in app.button if b.label == "Trouble").click()
    app.run()
    assert len(app.exception) == 1
    app.run()
    assert not app.exception
    assert app.text[0].value == "all is well"
    next(b for b in app.button if b.label == "Nobody's").click()
    app.run()
    assert not app.session_state["presses"]
