"""The page about the neuron, run by AppTest: its two films, its scenes, its questions."""

from __future__ import annotations

import pytest
from app_pages import address, button, open_page, read_blocks
from streamlit.testing.v1 import AppTest

from nnviz.course.check import asked
from nnviz.course.neuron import QUESTIONS
from nnviz.terrain.one_neuron import SCENES
from nnviz.terrain.plane import PLANES

PAGE = "pages/neuron.py"


def films(app: AppTest) -> tuple[dict, dict]:
    """The headers of the neuron's film and of the plane's."""
    (neuron, _), (plane, _) = read_blocks(app)
    return neuron, plane


def test_it_opens_with_two_inputs_and_the_penguins():
    app = open_page(PAGE)
    neuron, plane = films(app)
    assert neuron["neuron"]["x"] == list(SCENES["plain"].neuron.x)
    assert plane["classes"] == ["Adelie", "Gentoo"]
    assert address(app) == {
        "scene": "plain",
        "plane": "penguins",
    }


@pytest.mark.parametrize("key", SCENES)
def test_try_this_opens_the_neuron_anew_as_often_as_it_is_pressed(key):
    app = open_page(PAGE)
    before = films(app)[0]["asked"]
    for press in (1, 2):
        button(app, SCENES[key].label).click().run()
        assert not app.exception
        header = films(app)[0]
        assert header["neuron"]["w"] == list(SCENES[key].neuron.w)
        assert header["asked"] == before + press
    assert address(app)["scene"] == key


@pytest.mark.parametrize("key", PLANES)
def test_the_link_says_which_points_are_to_be_divided(key):
    app = open_page(PAGE, plane=key)
    header = films(app)[1]
    assert header["label"] == PLANES[key].label
    assert len(header["parts"]) == len(PLANES[key].sizes) - 1


def test_a_wrong_plane_is_told():
    app = open_page(PAGE, plane="moons")
    (said,) = [text.value for text in app.text if "The address says" in text.value]
    assert said == (
        "The address says plane = “moons”, which is not one of penguins, xor, xor-layers; "
        "using penguins."
    )


def test_both_questions_are_answered():
    app = open_page(PAGE, ask_passes_on="2", ask_one_line="5")
    number, choice = (
        asked(maker, attempt) for maker, attempt in zip(QUESTIONS, (2, 5), strict=True)
    )
    (box,) = [box for box in app.number_input if box.label == "Your answer"]
    box.set_value(number.answer)
    (radio,) = app.radio
    radio.set_value(choice.answer).run()
    told = [text.value for text in app.markdown if "Right:" in text.value]
    assert len(told) == 2


def test_the_studio_does_not_offer_the_loss_of_a_yes_or_no():
    app = open_page("pages/train.py")
    (box,) = [box for box in app.selectbox if box.label == "Loss"]
    assert "binary cross-entropy" not in box.options
