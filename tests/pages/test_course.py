"""The questions of each page, answered on the page: rightly, with each slip, and not at all."""

from __future__ import annotations

import pytest
from app_pages import open_page

from nnviz.core.glossary import linked
from nnviz.course import batches, gradient_descent, learning_rate, optimizers
from nnviz.course.check import Number, asked, reply

PAGES = {
    "gradient-descent": gradient_descent,
    "learning-rate": learning_rate,
    "optimizers": optimizers,
    "batches": batches,
}


def answer(app, page, maker, said):
    """The page after this has been answered."""
    key = f"{page}.ask_{maker.__name__} answer"
    number = isinstance(asked(maker, 0), Number)
    box = app.number_input(key=key) if number else app.radio(key=key)
    app = box.set_value(said).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("page", PAGES)
def test_an_answer_gets_its_reply_and_the_right_one_is_shown_when_asked_for(page):
    app = open_page(f"pages/{page}.py")
    for maker in PAGES[page].QUESTIONS:
        question = asked(maker, 0)
        wrong = next(
            slip for slip in question.slips if not question.agrees(slip.answer, question.answer)
        )
        for said in (wrong.answer, question.answer):
            app = answer(app, page, maker, said)
            told = linked(reply(question, said).says)
            assert any(told in text.value for text in app.markdown)
        assert not any("The answer is" in text.value for text in app.markdown)
        app = app.checkbox(key=f"{page}.ask_{maker.__name__} answer shown").check().run()
        assert any(f"The answer is **{question.shown}**" in text.value for text in app.markdown)
        app = app.checkbox(key=f"{page}.ask_{maker.__name__} answer shown").uncheck().run()


def test_a_try_that_there_is_not_is_refused_in_a_sentence():
    app = open_page("pages/gradient-descent.py", ask_one_step="1000")
    assert any(
        "ask_one_step = “1000”, which is not a whole number from 0 to 99" in text.value
        for text in app.text
    )
