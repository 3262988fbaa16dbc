"""Each page, run by Streamlit's AppTest: no exception, the right controls, the right numbers."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import address, button, open_page, read_block
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.losses import LOSSES, losses_of
from nnviz.core.measures import curves
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.trainer import train
from nnviz.ui.gradient_descent.steps import shown


def sizes(app: AppTest) -> list[int]:
    """Neurons per layer of the network that the player shows."""
    shapes = [part["shape"] for part in read_block(app)[0]["parts"]]
    return [shapes[0][0], *(shape[1] for shape in shapes)]


def train_to_the_end(app: AppTest) -> None:
    """Tick, as the browser would, until the run is complete."""
    button(app, "Train").click().run()
    for _ in range(40):
        assert not app.exception
        if read_block(app)[0]["complete"]:
            return
        app.run()
    raise AssertionError("the run is not complete after 40 slices")


def test_what_was_replaced_is_named():
    app = open_page("pages/train.py", activation="tanh", learning_rate="0.03", trained="0")
    button(app, "Blow up").click().run()
    (told,) = [m.value for m in app.markdown if "Your settings were replaced" in m.value]
    assert told.endswith("replaced: activation function tanh and learning rate η 0.03.")


def test_home_plays_the_default_run():
    header, arrays = read_block(open_page())
    run = train(DEFAULT.network, DEFAULT.split(), DEFAULT.training)
    assert header["play"] > 0
    assert header["complete"]
    assert arrays["params"].tobytes() == run.params.tobytes()
    assert len(arrays["x"]) == 342


def test_the_studio_opens_with_the_default_run_waiting_to_be_played():
    app = open_page("pages/train.py")
    header, arrays = read_block(app)
    run = train(DEFAULT.network, DEFAULT.split(), DEFAULT.training)
    assert arrays["params"].tobytes() == run.params.tobytes()
    assert (header["cue"], header["complete"]) == ("wait", True)
    assert header["play"] > 0
    assert address(app)["trained"] == "", "the link opens likewise"
    app.run()
    assert read_block(app)[0]["play"] == header["play"], "asked for once"


def test_the_studio_trains_what_its_controls_say():
    app = open_page("pages/train.py", trained="0")
    assert read_block(app)[1]["epochs"].tolist() == [0]
    train_to_the_end(app)
    header, arrays = read_block(app)
    run = train(DEFAULT.network, DEFAULT.split(), DEFAULT.training)
    record = curves(run, DEFAULT.split())
    assert header["epochs"] == 100
    assert arrays["params"].tobytes() == run.params.tobytes()
    assert np.allclose(arrays["test_loss"], record.test_loss, rtol=1e-4)
    assert np.array_equal(arrays["test_accuracy"], record.test_accuracy)
    assert any("Trained for 100 epochs" in m.value for m in app.markdown)


def test_changing_a_control_makes_a_new_untrained_run_and_says_so():
    app = open_page("pages/train.py")
    train_to_the_end(app)
    app.selectbox(key="train.activation").set_value("tanh").run()
    header, arrays = read_block(app)
    assert header["activation"]["key"] == "tanh"
    assert arrays["epochs"].tolist() == [0]
    assert any("You changed a control" in m.value for m in app.markdown)
    assert address(app)["activation"] == "tanh"
    assert address(app)["trained"] == "0"


def test_only_what_the_visitor_has_chosen_is_lost_by_a_reset():
    def replaced() -> bool:
        return any("Your settings were replaced" in text.value for text in app.markdown)

    app = open_page("pages/train.py", epochs="100")
    train_to_the_end(app)
    button(app, "Reset to defaults").click().run()
    assert not replaced()
    app.number_input(key="train.seed").set_value(4).run()
    button(app, "Train").click().run()
    button(app, "Reset to defaults").click().run()
    assert replaced()
    button(app, "Back to mine").click().run()
    assert app.number_input(key="train.seed").value == 4


def test_step_trains_one_epoch():
    app = open_page("pages/train.py", trained="0")
    button(app, "One epoch").click().run()
    button(app, "One epoch").click().run()
    assert read_block(app)[1]["epochs"].tolist() == [0, 1, 2]
    button(app, "Same start, again").click().run()
    assert read_block(app)[1]["epochs"].tolist() == [0]


def test_layers_can_be_added_and_removed():
    app = open_page("pages/train.py", hidden="5")
    button(app, "Remove a layer").click().run()
    assert sizes(app) == [4, 3]
    assert button(app, "Remove a layer").disabled
    for _ in range(6):
        button(app, "Add a layer").click().run()
    assert sizes(app) == [4, *6 * [10], 3]
    assert button(app, "Add a layer").disabled


def test_a_page_that_streamlit_runs_without_app_py_starts_again_with_it(monkeypatch):
    def page() -> None:
        import streamlit as st

        from nnviz.ui.layout import question

        st.session_state["runs"] = st.session_state.get("runs", 0) + 1
        question("?", "!")

    # Another visitor of the fresh server has already switched the folder mode off.
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    app = AppTest.from_function(page).run()
    assert app.session_state["runs"] == 2
    app.run()
    assert app.session_state["runs"] == 3


def test_of_two_changes_sent_together_none_is_lost():
    app = open_page("pages/train.py", hidden="5")
    app.number_input(key="train.hidden 0").set_value(7)
    button(app, "Add a layer").click().run()
    assert sizes(app)[1:3] in ([7, 7], [7, 5])  # either may come first


def test_every_registry_is_offered_whole():
    app = open_page("pages/train.py")
    for name, registry in (
        ("activation", ACTIVATIONS),
        ("optimizer", OPTIMIZERS),
        ("loss", {key: LOSSES[key] for key in losses_of("classification")}),
    ):
        options = app.selectbox(key=f"train.{name}").options
        assert options == [entry.label for entry in registry.values()]


def test_a_link_restores_settings_and_training():
    app = open_page(
        "pages/train.py", hidden="6,5", optimizer="sgd", learning_rate="0.120001", trained="3"
    )
    _, arrays = read_block(app)
    assert sizes(app) == [4, 6, 5, 3]
    assert app.number_input(key="train.learning_rate").value == 0.120001
    assert app.select_slider[0].value == 0.120001
    assert arrays["epochs"].tolist() == [0, 1, 2, 3]


def test_a_batch_is_never_larger_than_the_training_rows():
    app = open_page("pages/train.py", batch_size="300", test_fraction="0.5")
    batch_size = app.number_input(key="train.batch_size")
    rows = len(Experiment(test_fraction=0.5).split().train_y)
    assert batch_size.value == batch_size.max == rows
    assert f"A batch of 300 is more than the {rows} training rows; using all {rows}." in [
        text.value for text in app.text
    ]
    app.number_input(key="train.batch_size").set_value(20).run()
    assert not any("A batch of" in text.value for text in app.text)


def test_a_browser_that_has_not_heard_of_the_last_address_undoes_nothing():
    app = open_page("pages/train.py")
    before = address(app)
    app.selectbox(key="train.activation").set_value("tanh").run()
    app.query_params.update(before)  # as it stays in a browser that has not heard yet
    app.selectbox(key="train.loss").set_value("mean_squared_error").run()
    assert address(app)["activation"] == "tanh"
    assert address(app)["loss"] == "mean_squared_error"


def test_a_slider_that_was_moved_by_the_typed_rate_does_not_undo_it():
    app = open_page("pages/train.py")
    app.number_input(key="train.learning_rate").set_value(0.0123).run()
    assert app.select_slider[0].value == 0.0123
    app.select_slider[0].set_value(0.05).run()
    assert app.number_input(key="train.learning_rate").value == 0.05
    app.number_input(key="train.epochs").set_value(30).run()
    assert app.select_slider[0].value == 0.05


@pytest.mark.parametrize("page", ["train", "gradient-descent"])
@pytest.mark.parametrize(
    "text", ["abc", "<b>x</b>", "nan", "-1", "1e999", "", "![](http://x.invalid)"]
)
def test_a_wrong_value_in_the_address_is_told_and_replaced(page, text):
    app = open_page(f"pages/{page}.py", learning_rate=text)
    default = {"train": 0.01, "gradient-descent": 0.1}[page]
    assert app.number_input(key=f"{page}.learning_rate").value == default
    (sentence,) = [t.value for t in app.text if "The address says" in t.value]
    assert sentence == (
        f"The address says learning_rate = “{text}”, which is not a number from 0.00001 to 10; "
        f"using {default}."
    )


def test_the_sentence_goes_when_a_control_is_changed():
    app = open_page("pages/train.py", seed="-3")
    assert any("The address says seed" in t.value for t in app.text)
    app.number_input(key="train.seed").set_value(4).run()
    assert not any("The address says" in t.value for t in app.text)


def descent_block(app: AppTest) -> dict[str, np.ndarray]:
    _, arrays = read_block(app)
    return {name: halves.copy().view("<f8")[:, 0] for name, halves in arrays.items()}


@pytest.mark.parametrize(
    ("label", "weights", "words"),
    [
        ("Walk in step by step", [5, 4.2, 3.72, 3.432, 3.2592], "Walks in"),
        ("One perfect step", [5, 3, 3], "Lands in one step"),
        ("Back and forth for ever", [5, 1, 5, 1, 5], "Bounces for ever"),
        ("Blow up", [5, 0.6, 5.88], "Diverges"),
        ("Too timid", [5, 4.96], "Walks in"),
    ],
)
def test_try_this(label, weights, words):
    app = open_page("pages/gradient-descent.py", learning_rate="0.3", optimizer="adam")
    button(app, label).click().run()
    assert not app.exception
    assert descent_block(app)["w"][: len(weights)] == pytest.approx(weights)
    told = next(m.value for m in app.markdown if words in m.value)
    assert "η = 1/x² = 0.25 (without the ½ in the loss, 1/(2x²) = 0.125)" in told
    assert "η = 2/x² = 0.5, it diverges" in told


@pytest.mark.parametrize(
    ("optimizer", "first"),
    [("sgd", 4.2), ("adam", 4.9), ("adagrad", 4.9), ("rmsprop", 4.0)],
)
def test_first_steps_of_the_optimizers(optimizer, first):
    app = open_page("pages/gradient-descent.py", optimizer=optimizer)
    assert descent_block(app)["w"][1] == pytest.approx(first, abs=1e-6)


def test_the_loss_without_the_half_doubles_the_gradient():
    app = open_page("pages/gradient-descent.py", half="0")
    block = descent_block(app)
    assert block["grad"][0] == 16
    assert block["w"][1] == pytest.approx(3.4)
    assert any("1/x² = 0.25" in m.value for m in app.markdown)


def test_the_table_holds_every_step():
    app = open_page("pages/gradient-descent.py", steps="7")
    (text,) = [one.value for one in app.markdown if one.value.startswith("| [step]")]
    head, _, *rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in text.splitlines()]
    assert head[1] == "[weight w](words?term=weight)"
    assert [row[0] for row in rows] == list(map(str, range(8)))
    assert [row[1] for row in rows[:3]] == ["5", "4.2", "3.72"]


def test_a_small_number_of_the_table_is_written_as_the_film_writes_it():
    written = [shown(value) for value in (-5.83e-5, 1e-12, 2e20, -0.0, np.nan, -np.inf)]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in written] == [
        "−5.83 × 10⁻⁵",
        "10⁻¹²",
        "2 × 10²⁰",
        "0",
        "NaN",
        "−∞",
    ]
