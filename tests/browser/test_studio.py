"""The studio in a real browser: train, pause, scrub, reload."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from time_machine import as_written, button, chance, known, open_trained, player, readout

from nnviz.core.experiment import DEFAULT
from nnviz.core.networks import MLP
from nnviz.core.trainer import Trainer, train

DEFAULTS = {
    "hidden": "10,10",
    "activation": "relu",
    "optimizer": "adam",
    "learning_rate": "0.01",
    "schedule": "constant",
    "every": "30",
    "drop": "0.5",
    "decay": "0.97",
    "floor": "0",
    "warm_up": "10",
    "batch_size": "16",
    "epochs": "100",
    "seed": "0",
    "test_fraction": "0.3",
    "loss": "cross_entropy",
    "features": "standardised",
    "together": "0",
}


def number(page: Page, attribute: str) -> int:
    return int(player(page).get_attribute(f"data-{attribute}"))


def query(page: Page) -> dict[str, str]:
    """What the address says of the controls; what the film shows is the film's business."""
    said = page.evaluate("() => Object.fromEntries(new URLSearchParams(location.search))")
    return {name: text for name, text in said.items() if name != "film"}


def wait_until_trained(page: Page, epochs: int = 100) -> None:
    expect(player(page)).to_have_attribute("data-trained", str(epochs))


def record_attributes(page: Page) -> None:
    """Note (epoch, trained, state) whenever one of them changes."""
    player(page).evaluate(
        """section => {
            const note = () => window.seen.push(
                [+section.dataset.epoch, +section.dataset.trained, section.dataset.state]);
            window.seen = [];
            note();
            new MutationObserver(note).observe(section, {attributes: true});
        }"""
    )


# A run that lasts: whoever does something "while it trains" has time for it on any machine.
LASTING = "/train?batch_size=1&epochs=2000&seed=11&trained=0"


def test_a_run_plays_while_it_trains(visit):
    page = visit(LASTING, reduced_motion="no-preference")
    expect(player(page)).to_have_attribute("data-state", "paused")
    assert (number(page, "epoch"), number(page, "trained"), number(page, "epochs")) == (0, 0, 2000)
    record_attributes(page)
    button(page, "Train").click()
    expect(page.get_by_text("Training towards epoch 2000")).to_be_visible()
    page.wait_for_function(
        """() => {
            const played = window.seen.filter(([epoch]) => epoch > 0);
            return new Set(played.map(([, trained]) => trained)).size > 3;
        }"""
    )
    seen = page.evaluate("window.seen")
    assert all(epoch <= trained < 2000 for epoch, trained, _ in seen)
    button(page, "Pause").click()
    expect(button(page, "Resume")).to_be_visible()


def test_it_opens_with_the_default_run_waiting_to_be_played(visit):
    page = visit("/train", reduced_motion="no-preference")
    expect(player(page)).to_have_attribute("data-trained", "100")
    expect(player(page)).to_have_attribute("data-epoch", "0")
    invitation = player(page).locator(".invitation-play")
    expect(invitation).to_be_visible()
    expect(page.get_by_text("Trained for 100 epochs")).to_be_visible()
    expect(page.get_by_role("tab", name=re.compile("Doctor|Decision map")).first).to_be_visible()
    invitation.click()
    expect(player(page)).to_have_attribute("data-state", "playing")
    expect(invitation).to_be_hidden()


def test_a_default_run_is_trained_to_its_end(visit):
    page = visit("/train?trained=0")
    button(page, "Train").click()
    wait_until_trained(page)
    accuracy = page.get_by_text(re.compile(r"Trained for 100 epochs: test accuracy"))
    expect(accuracy).to_be_visible()
    assert float(re.search(r"([\d.]+) %", accuracy.inner_text())[1]) >= 95


def test_pause_resume_step_and_start_again(visit):
    page = visit(LASTING, reduced_motion="no-preference")
    button(page, "Train").click()
    expect(player(page)).to_have_attribute("data-state", "playing")
    button(page, "Pause").click()
    expect(button(page, "Resume")).to_be_visible()
    paused = page.get_by_text(re.compile(r"Paused after epoch \d+")).inner_text()
    trained = int(re.search(r"epoch (\d+)", paused)[1])
    assert 0 < trained < 2000
    expect(player(page)).to_have_attribute("data-trained", str(trained))

    button(page, "One epoch").click()
    expect(player(page)).to_have_attribute("data-trained", str(trained + 1))

    button(page, "Resume").click()
    page.wait_for_function(
        "([section, before]) => +section.dataset.trained > before",
        arg=[player(page).element_handle(), trained + 1],
    )
    button(page, "Same start, again").click()
    expect(player(page)).to_have_attribute("data-trained", "0")
    expect(player(page)).to_have_attribute("data-epoch", "0")


def test_after_a_step_the_rest_is_resumed(visit):
    page = visit("/train?epochs=20&trained=0")
    button(page, "One epoch").click()
    wait_until_trained(page, 1)
    button(page, "Resume").click()
    wait_until_trained(page, 20)
    expect(page.get_by_text("Trained for 20 epochs")).to_be_visible()


def test_dragging_the_timeline_scrubs(visit):
    page = open_trained(visit, again=True)
    timeline = page.get_by_role("slider", name="Epoch", exact=True).first
    box = timeline.bounding_box()
    middle = box["y"] + box["height"] / 2

    def drag_to(fraction: float) -> int:
        page.mouse.move(box["x"] + fraction * box["width"], middle, steps=5)
        page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        return number(page, "epoch")

    page.mouse.move(box["x"] + 0.3 * box["width"], middle)
    page.mouse.down()
    first, second, third = drag_to(0.31), drag_to(0.5), drag_to(0.2)
    page.mouse.up()
    assert third < first < second
    expect(player(page)).to_have_attribute("data-state", "paused")
    expect(player(page)).to_have_attribute("data-epoch", str(third))


def test_the_keyboard_moves_through_time(visit):
    page = open_trained(visit, again=True)
    page.get_by_role("slider", name="Epoch", exact=True).first.focus()
    page.keyboard.press("End")
    expect(player(page)).to_have_attribute("data-epoch", "100")
    expect(player(page)).to_have_attribute("data-state", "ended")
    page.keyboard.press("ArrowLeft")
    expect(player(page)).to_have_attribute("data-epoch", "99")
    expect(player(page)).to_have_attribute("data-state", "paused")
    page.keyboard.press("Home")
    expect(player(page)).to_have_attribute("data-epoch", "0")
    page.keyboard.press("ArrowRight")
    expect(player(page)).to_have_attribute("data-epoch", "1")
    page.keyboard.press("Space")
    expect(player(page)).to_have_attribute("data-state", "playing")
    page.keyboard.press("End")
    expect(player(page)).to_have_attribute("data-state", "ended")


def test_every_control_is_in_the_address_and_survives_a_reload(visit):
    page = visit("/train")
    player(page).wait_for()
    assert query(page) == DEFAULTS | {"trained": ""}
    page.get_by_label("Hidden 2", exact=True).fill("7")
    page.get_by_label("Hidden 2", exact=True).press("Enter")
    expect(page.get_by_text("4 → 10 → 7 → 3")).to_be_visible()
    button(page, "Add a layer").click()
    expect(page.get_by_text("4 → 10 → 7 → 7 → 3")).to_be_visible()
    page.get_by_label("η, exactly").fill("0.0123")
    page.get_by_label("η, exactly").press("Enter")
    page.get_by_label("Epochs", exact=True).fill("30")
    page.get_by_label("Epochs", exact=True).press("Enter")
    expected = DEFAULTS | {"hidden": "10,7,7", "learning_rate": "0.0123", "epochs": "30"}
    page.wait_for_function(
        "wanted => Object.fromEntries(new URLSearchParams(location.search)).epochs === wanted",
        arg="30",
    )
    expect(page.get_by_text("You changed a control")).to_be_visible()
    button(page, "Train").click()
    wait_until_trained(page, 30)
    page.get_by_text("Trained for 30 epochs").wait_for()
    assert query(page) == expected | {"trained": "30"}

    page.reload()
    expect(page.get_by_text("4 → 10 → 7 → 7 → 3")).to_be_visible()
    expect(page.get_by_label("η, exactly")).to_have_value("0.0123")
    wait_until_trained(page, 30)
    assert query(page) == expected | {"trained": "30"}


def test_a_wrong_address_falls_back_and_says_so(visit):
    wrong = "learning_rate=abc&hidden=9999&activation=<b>x</b>&batch_size=0"
    page = visit(f"/train?{wrong}&epochs=![](http://x.invalid/i.png)&seed=3")
    for sentence in (
        "learning_rate = “abc”, which is not a number from 0.00001 to 10",
        "hidden = “9999”, which is not 0 to 6 layer sizes from 1 to 64",
        "activation = “<b>x</b>”, which is not one of sigmoid, tanh",
        "epochs = “![](http://x.invalid/i.png)”",
        "batch_size = “0”, which is not a whole number from 1",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()
    player(page).wait_for()
    assert query(page) == DEFAULTS | {"seed": "3", "trained": ""}


def test_divergence_is_told_and_can_be_watched(visit):
    page = visit("/train?optimizer=sgd&learning_rate=10&activation=identity&hidden=10,10,10")
    button(page, "Train").click()
    told = page.get_by_text(re.compile(r"Diverged at epoch \d+"))
    expect(told).to_be_visible()
    epoch = int(re.search(r"epoch (\d+)", told.inner_text())[1])
    assert epoch < 100
    expect(player(page)).to_have_attribute("data-trained", str(epoch))
    expect(button(page, "Train")).to_be_enabled()


def test_of_a_large_network_not_every_epoch_is_kept(visit):
    page = visit("/train?hidden=64,64,64,64,64,64&epochs=400&batch_size=240")
    button(page, "Train").click()
    wait_until_trained(page, 400)
    expect(page.get_by_text("one epoch in 3 is kept", exact=True)).to_be_visible()

    # Batch after batch leads through the others all the same.
    training = replace(DEFAULT.training, epochs=400, batch_size=240)
    truth = known(replace(DEFAULT, network=MLP((4, *[64] * 6, 3)), training=training))
    trainer = Trainer(truth.experiment.network, truth.experiment.split(), training)
    page.get_by_role("slider", name="Epoch", exact=True).first.press("Home")
    expect(player(page)).to_have_attribute("data-epoch", "0")
    for epoch, done in [(0, 1), (1, 1), (3, 0), (3, 1)]:
        button(page, "One batch").click()
        expect(player(page)).to_have_attribute("data-epoch", str(epoch))
        if done:
            expect(player(page).locator(".note")).to_contain_text("after 1 of 1 batch")
        trainer.step()
        assert readout(page) == as_written(truth.numbers(trainer.theta[0].double()))


def test_controls_and_network_fit_a_laptop_s_screen(visit):
    page = visit("/train")
    player(page).wait_for()
    for part in (player(page), page.get_by_text("· 193 parameters")):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= 900


def test_a_cell_under_the_keyboard_shows_the_weight_that_python_knows(visit):
    page = visit("/train?trained=5")
    wait_until_trained(page, 5)
    expect(player(page)).to_have_attribute("data-epoch", "5")
    run = train(DEFAULT.network, DEFAULT.split(), replace(DEFAULT.training, epochs=5))
    (W, _), *_ = run.at(5)

    page.get_by_role("tab", name="Weights").click()
    player(page).locator("canvas.matrices").focus()
    page.keyboard.press("ArrowRight")
    pointed = page.get_by_test_id("pointed")
    expect(pointed).to_contain_text("w[bill length → hidden 1.")
    name, number_shown = pointed.inner_text().split(" = ")
    column = int(name.split("hidden 1.")[1].rstrip("]")) - 1
    assert float(number_shown.replace("−", "-")) == pytest.approx(W[0, column].item(), abs=5e-3)
    page.keyboard.press("ArrowDown")
    expect(pointed).to_contain_text("w[bill depth → hidden 1.")


def test_pointing_at_a_cell_and_leaving_it(visit):
    page = visit("/train")
    page.get_by_role("tab", name="Weights").click()
    pointed = page.get_by_test_id("pointed")
    before = pointed.inner_text()
    box = player(page).locator("canvas.matrices").bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.15 * box["height"])
    expect(pointed).to_contain_text("w[")
    page.mouse.move(5, 5)
    expect(pointed).to_have_text(before)


def test_the_player_follows_a_live_switch_of_the_theme(visit):
    page = visit("/train", color_scheme="light")
    player(page).wait_for()
    colour = "section => getComputedStyle(section).color"
    light = player(page).evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("before => getComputedStyle(document.body).color !== before", arg=light)
    expect(player(page)).not_to_have_css("color", light)


def test_activations_of_one_penguin_end_in_its_probabilities(visit):
    page = open_trained(visit, again=True)
    page.get_by_label("Neurons show").select_option("row")
    expect(page.get_by_text("activation for the penguin followed; outputs: z")).to_be_visible()
    chances = page.get_by_role("list", name="Probabilities").locator(".chance-chance")
    percentages = [chance(text) for text in chances.all_inner_texts()]
    assert sum(percentages) == pytest.approx(100, abs=0.2)
    status = page.get_by_text(
        re.compile(r"Adelie 1 \(\w+\): .*\smm, .*predicted Adelie [>\s]*[\d.]+\s%")
    )
    expect(status).to_be_visible()
