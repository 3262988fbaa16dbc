"""The studio for pictures: its blocks, what does not fit, and what it trains."""

from __future__ import annotations

import pytest
from app_pages import address, button, open_page, read_block

from nnviz.core.blocks import Block, as_large
from nnviz.core.data import INK, split
from nnviz.core.measures import curves
from nnviz.core.trainer import train
from nnviz.study.images import DIGITS, FIRST
from nnviz.ui.images.network import RECIPE, experiment_of, settings_of

PAGE = "pages/images.py"
SHORT = {"epochs": "2"}


def box(app, label: str):
    """The one box with this label, of numbers or of choices."""
    (found,) = [one for one in [*app.number_input, *app.selectbox] if one.label == label]
    return found


def shown(app) -> str:
    """What travels through the network, as the sidebar has it."""
    (told,) = [text.value for text in app.sidebar.markdown if "  \n:small[→ " in text.value]
    return told.replace(":small[", "").replace("]", "")


def test_it_trains_the_default_network_with_the_trainer_and_shows_it_whole():
    app = open_page(PAGE, **SHORT)
    header, arrays = read_block(app)
    assert [part["kind"] for part in header["parts"]] == [
        *("convolution", "convolution", "max_pooling", "dense")
    ]
    assert header["scenery"]["picture"] == [1, 8, 8]
    settings = {**settings_of(FIRST), "epochs": 2}
    experiment = experiment_of(settings)
    run = train(experiment.network, split(DIGITS, features=INK), experiment.training)
    assert (arrays["params"] == run.params).all()
    assert arrays["test_accuracy"][-1] == curves(run, experiment.split()).test_accuracy[-1]
    assert shown(app).split("  \n") == [
        "8 × 8",
        "→ 8 maps of 6 × 6 · 80 parameters",
        "→ 16 maps of 4 × 4 · 1,168 parameters",
        "→ 16 maps of 2 × 2 · nothing to learn",
        "→ 10 · 650 parameters",
    ]
    assert any("**1,898**" in text.value for text in app.sidebar.markdown)


def test_blocks_are_added_changed_and_removed_and_the_address_says_so():
    app = open_page(PAGE, **SHORT)
    button(app, "Remove a block").click().run()
    assert address(app)["blocks"] == "8.3"
    button(app, "Add a block").click().run()
    assert address(app)["blocks"] == "8.3,8.3"
    box(app, "Filters 1").set_value(3).run()
    box(app, "Pooling 1").set_value("mean").run()
    assert address(app)["blocks"] == "3.3.mean,8.3"
    assert not app.exception
    assert "8 maps of 1 × 1" in shown(app)
    again = open_page(PAGE, **SHORT, blocks="3.3.mean,8.3")
    assert shown(again) == shown(app)
    for _ in range(2):
        button(app, "Remove a block").click().run()
    assert address(app)["blocks"] == ""
    assert button(app, "Remove a block").disabled
    assert shown(app).split("  \n") == ["64", "→ 10 · 650 parameters"]


def test_what_does_not_fit_is_refused_beside_the_controls_and_the_last_one_stays():
    app = open_page(PAGE, **SHORT)
    before = read_block(app)[0]["run"]
    button(app, "Add a block").click().run()
    (told,) = [text.value for text in app.sidebar.text if text.value]
    assert told == (
        "Block 3 does not fit: a filter of 3 × 3 is larger than a picture of 2 × 2. It stays as it "
        "was."
    )
    assert address(app)["blocks"] == "8.3,16.3.max"
    assert read_block(app)[0]["run"] == before
    box(app, "Pooling 1").set_value("max").run()
    assert "pooling over 2 × 2 is larger than a picture of 1 × 1" in app.sidebar.text[-1].value
    assert box(app, "Pooling 1").value == "none"
    box(app, "Seed").set_value(1).run()
    assert [text.value for text in app.sidebar.text if text.value] == []
    assert not app.exception


REFUSED = (
    *("8", "8.4", "0.3", "17.3", "NaN.3", "8.3.top", "8.3.max.max", "8.3,"),
    *("8.5,8.5", "8.3,8.3,8.3,8.3", "8.3.max,8.3,8.3"),
)


@pytest.mark.parametrize("blocks", REFUSED)
def test_no_network_is_read_from_such_a_text(blocks):
    with pytest.raises(ValueError, match=r"\w{3}"):
        RECIPE.read({"blocks": blocks})


def test_an_address_of_no_network_is_refused_in_a_sentence():
    app = open_page(PAGE, **SHORT, blocks="8.5,8.5")
    (told,) = [text.value for text in app.text if text.value.startswith("The address says")]
    assert "blocks = “8.5,8.5”, which is not 0 to 3 blocks that fit 8 × 8 pixels" in told
    assert address(app)["blocks"] == "8.3,16.3.max"


def test_a_perceptron_as_large_is_the_same_fields_without_blocks():
    app = open_page(PAGE, **SHORT)
    button(app, "A perceptron as large").click().run()
    assert not app.exception
    said = address(app)
    assert (said["blocks"], said["hidden"]) == ("", "25")
    header = read_block(app)[0]
    assert [part["shape"] for part in header["parts"]] == [[64, 25], [25, 10]]
    assert as_large(FIRST.network).sizes == (64, 25, 10)


def test_a_recipe_gives_back_what_it_was_given():
    for blocks, hidden in (
        ((), ()),
        ((), (64, 3)),
        ((Block(1, 5, "mean"),), (7,)),
        ((Block(2), Block(16), Block(3, pooling="max")), ()),
    ):
        settings = {**settings_of(FIRST), "blocks": blocks, "hidden": hidden}
        experiment = experiment_of(settings)
        assert settings_of(experiment) == settings
        assert RECIPE.read(RECIPE.texts_of(experiment)) == settings
