"""The runs that the address of the studio names beside its settings, and those that are none."""

from __future__ import annotations

from app_pages import address, open_page, read_block, run_until

from nnviz.ui.train import studio

WILD = {"optimizer": "sgd", "learning_rate": "10.0", "activation": "identity"}
"""The settings of a run that diverges long before epoch 80."""


def told(app) -> list[str]:
    """The sentences that refuse what the address says."""
    return [text.value for text in app.text if text.value.startswith("The address says")]


def test_a_branch_whose_parent_diverges_before_it_is_refused_in_a_sentence():
    app = open_page("pages/train.py", leaves="80", **WILD)
    (sentence,) = told(app)
    assert "“80”, which is no such run (the run ended at epoch" in sentence
    assert "leaves" not in address(app)
    header, arrays = read_block(app)
    assert (header["cue"], header["complete"]) == ("wait", True)
    assert arrays["epochs"][-1] == header["diverged_at"]
    app.run()
    assert not app.exception
    assert told(app) == [sentence]


def test_it_is_refused_as_soon_as_the_parent_has_ended(executor):
    app = open_page("pages/train.py", leaves="80", **WILD)
    assert told(app) == []
    assert address(app)["leaves"] == "80"
    executor.turn_all()
    app.run()
    assert not app.exception
    assert len(told(app)) == 1
    assert "leaves" not in address(app)
    assert not any("You changed a control" in text.value for text in app.markdown)


def test_a_parent_that_ends_while_the_page_runs_breaks_nothing(executor, monkeypatch):
    """The branch is asked for twice in a run; between the two, the parent may end."""

    def train_first(*args):
        executor.turn_all()

    monkeypatch.setattr(studio, "wait_a_moment", train_first)
    app = open_page("pages/train.py", leaves="80", **WILD)
    app.run()
    assert not app.exception
    assert len(told(app)) == 1


BESIDE_WILD = "90!activation:identity!optimizer:sgd!learning_rate:10~80"
"""A branch of such a run, beside one at the defaults."""


def test_a_branch_that_cannot_be_is_not_compared_with_either():
    app = open_page("pages/train.py", beside=BESIDE_WILD)
    (sentence,) = told(app)
    assert "which is no such run (the run ended at epoch" in sentence
    assert sentence.endswith("nothing is compared.")
    assert "beside" not in address(app)
    assert read_block(app)[0]["complete"]
    assert len(app.session_state["train.bench shelf"].kept) == 1
    app.run()
    assert not app.exception


def test_it_is_waited_for_while_the_run_that_it_leaves_is_trained(executor):
    app = open_page("pages/train.py", epochs="20", beside="20!learning_rate:0.1~10")
    executor.turn_all()
    run_until(app, lambda: not app.session_state["train.bench order"].running)
    waits = address(app)["beside"]
    assert len(app.session_state["train.bench shelf"].kept) == 1
    executor.turn_all()
    app.run()
    assert not app.exception
    shelf = app.session_state["train.bench shelf"]
    assert len(shelf.kept) == 2
    assert shelf.compared == "2"
    assert shelf.get("2").order.experiment.origin.epoch == 10
    assert address(app)["beside"] == waits
    assert told(app) == []


def test_an_address_without_a_comparison_ends_it():
    app = open_page("pages/train.py", epochs="20", beside="20!learning_rate:0.1")
    assert address(app)["beside"] == "20!learning_rate:0.1"
    assert app.session_state["train.bench shelf"].compared == "2"
    # As Back does from another page.
    app.session_state["page"] = "another"
    del app.query_params["beside"]
    app.run()
    assert not app.exception
    assert "beside" not in address(app)
    assert app.session_state["train.bench shelf"].compared is None
    assert len(app.session_state["train.bench shelf"].kept) == 2
