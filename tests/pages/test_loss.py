"""The page about losses, run by Streamlit's AppTest."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import address, button, open_page, read_blocks

from nnviz.core.experiment import DEFAULT
from nnviz.core.trainer import train
from nnviz.study.one_batch import first_batch


def film(app) -> tuple[dict, dict]:
    """The film of one answer."""
    return read_blocks(app)[0]


def lessons(app) -> tuple[dict, dict]:
    """The film of the lessons."""
    return read_blocks(app)[1]


def said(app) -> str:
    return "\n".join(m.value for m in app.markdown)


def choose(app, place: int, label: str):
    """Choose one of a row of choices, the first or the second."""
    row = app.button_group[place]
    return row.set_value(label).run()


def test_it_opens_with_the_article_s_answer_and_a_batch_of_the_default_run():
    app = open_page("pages/loss.py")
    header, arrays = film(app)
    assert header["answer"] == pytest.approx([0.3, 0.1, 0.6])
    assert header["classes"][header["truth"]] == "Chinstrap"
    assert (header["play"], header["cue"]) == (0, 0)
    run = train(DEFAULT.network, DEFAULT.split(), DEFAULT.training)
    batch = first_batch(DEFAULT, run, range(21))
    np.testing.assert_array_equal(arrays["z"], batch.z)
    assert header["names"] == list(batch.names)


def test_a_scene_opens_the_film_anew_and_only_a_wrong_answer_plays():
    app = open_page("pages/loss.py")
    button(app, "Confidently wrong").click().run()
    header, _ = film(app)
    assert header["answer"] == pytest.approx([0.98, 0.01, 0.01])
    assert header["play"] == header["cue"] == 1
    assert address(app)["answer"] == "0.98,0.01,0.01"
    button(app, "Confidently wrong").click().run()
    assert film(app)[0]["cue"] == 2, "it begins again, whatever has been made of it"
    button(app, "Knowing nothing").click().run()
    header, _ = film(app)
    assert header["answer"] == pytest.approx([1 / 3] * 3, abs=1e-4)
    assert (header["play"], header["cue"]) == (0, 3)
    button(app, "The example's bird").click().run()
    assert film(app)[0]["answer"] == pytest.approx([0.3, 0.1, 0.6])


def test_what_each_loss_teaches_is_told_from_the_record():
    app = open_page("pages/loss.py")
    (table,) = app.table
    assert table.value.iloc[0].tolist()[1:] == ["0.994", "0.0131", "0.00281"]
    assert table.value.iloc[1].tolist()[1:] == [
        "after 4 epochs",
        "after 57 epochs",
        "not within 100 epochs",
    ]
    assert "that of mean squared error is 75.8 times smaller" in said(app)
    header, arrays = lessons(app)
    assert [line["right_after"] for line in header["losses"]] == [4, 57, None]
    assert header["name"].startswith("Adelie ")
    assert arrays["shares"][:, 0, 1] == pytest.approx([0.98] * 3, abs=0.02)  # sure of Gentoo
    assert (arrays["shares"][:, -1, 0] > 0.5).tolist() == [True, True, False]
    button(app, "Too sure to learn").click().run()
    assert address(app)["start"] == "certain"
    assert app.table[0].value.iloc[2].tolist()[1:] == ["100.0 %", "35.8 %", "35.8 %"]


def test_another_way_of_training_is_trained_and_explained():
    app = open_page("pages/loss.py", start="unsure", way="adam")
    text = said(app)
    assert "So 90" not in text, "with Adam a shorter gradient does not push less"
    assert text.index("times smaller") < text.index("Adam divides each step")
    assert app.table[0].value.iloc[1].tolist()[1:] == [
        "after 3 epochs",
        "after 4 epochs",
        "after 5 epochs",
    ]


@pytest.mark.parametrize(
    ("name", "text"), [("answer", "0.5,0.6,0.2"), ("answer", "a"), ("truth", "Emperor")]
)
def test_a_wrong_answer_in_the_address_is_told_and_replaced(name, text):
    app = open_page("pages/loss.py", **{name: text})
    (sentence,) = [t.value for t in app.text if "The address says" in t.value]
    assert sentence.startswith(f"The address says {name} = “{text}”, which is not ")
    assert film(app)[0]["answer"] == pytest.approx([0.3, 0.1, 0.6])


def test_a_slip_is_recognised_and_the_right_answer_explained():
    app = open_page("pages/loss.py")
    box = app.number_input[1]  # 0.3 for what is true
    box.set_value(0.7).run()
    assert "the wrong way round" in said(app)
    app.number_input[1].set_value(-0.7).run()
    assert "Right: p − y = 0.3 − 1 = −0.7." in said(app)
