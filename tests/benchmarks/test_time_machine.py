"""The budget of the time machine: pictures, cards, answers of Python, memory.

python -m pytest tests/benchmarks/test_time_machine.py -s

NNVIZ_HEAP_MINUTES says how long the film loops for the test of the heap: 2, or 10 to be sure.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from time import monotonic, perf_counter

import numpy as np
import pytest
from browsing import chromium, frames_per_second, open_trained, play_in_a_loop, scrub
from immediately import immediate_engine
from measuring import percentile, report, spread
from playwright.sync_api import Browser, CDPSession, Page, expect

from nnviz.core.experiment import DEFAULT, Experiment
from nnviz.core.training import Training
from nnviz.engine.shelf import taken_apart

EPOCHS = 200
HEAP_MINUTES = float(os.environ.get("NNVIZ_HEAP_MINUTES", "2"))

# A page of its own, in which `text` and `shown` look for what stands in the player.
IN_THE_PLAYER = """
    const parts = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')];
    const root = parts.map(part => part.shadowRoot?.querySelector('section.player'))
        .find(section => section);
    const player = root.dataset;
    const text = selector => root.querySelector(selector)?.textContent ?? '';
    const shown = selector => Boolean(root.querySelector(selector)?.offsetParent);
    const diagram = root.querySelector('canvas.diagram');
    const send = (type, x, y) => {
        const { left, top } = diagram.getBoundingClientRect(); // the page may have scrolled
        diagram.dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType: 'mouse',
            bubbles: true, clientX: left + x, clientY: top + y }));
    };
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const painted = () => new Promise(done => { const channel = new MessageChannel();
        channel.port1.onmessage = done; channel.port2.postMessage(0); });
    // Milliseconds from an act until the frame with its effect is painted.
    const timed = async (name, act, reached) => {
        const start = performance.now();
        act();
        while (!reached()) {
            if (performance.now() - start > 20000) throw new Error(`${name}: nothing came of it`);
            await frame();
        }
        await painted();
        return performance.now() - start;
    };
"""

# What lies under the points of a grid over the diagram: [x, y, its name].
PLACES = f"""async () => {{ {IN_THE_PLAYER}
    const places = new Map(), {{ clientWidth: width, clientHeight: height }} = diagram;
    for (let x = 12; x < width; x += 24) for (let y = 12; y < height; y += 24) {{
        send('pointermove', x, y);
        await frame();
        await painted();
        const [name] = text('.pointed-text').replace(/^b\\[(.*?)\\]/, '$1').split(/ = | · /);
        if (name) places.set(name, [x, y, name]);
    }}
    send('pointerleave', 0, 0);
    return [...places.values()];
}}"""

POINT = f"""async places => {{ {IN_THE_PLAYER}
    const seen = [];
    for (const [i, [x, y, name]] of places.entries()) {{
        await new Promise(done => setTimeout(done, 40 + i % 13));
        seen.push(await timed(name, () => send('pointermove', x, y),
            () => shown('.lens') && text('.lens p').startsWith(`${{name}}:`)));
    }}
    send('pointerleave', 0, 0);
    return seen;
}}"""

CLICK = f"""async places => {{ {IN_THE_PLAYER}
    const seen = [];
    const titles = () => ['.card-neuron', '.card-weight'].filter(shown)
        .map(card => text(`${{card}} .card-title`).replace(/ \\((input|output)\\)$/, ''));
    for (const [i, [x, y, name]] of places.entries()) {{
        send('pointermove', x, y);
        await new Promise(done => setTimeout(done, 40 + i % 13));
        seen.push(await timed(name, () => send('click', x, y), () => titles().includes(name)));
    }}
    return seen;
}}"""

# Seconds from a click on a button of the player, known by its label, until a condition on it.
ASK = f"""async ([label, condition]) => {{ {IN_THE_PLAYER}
    const name = button => button.getAttribute('aria-label') ?? button.textContent;
    const button = [...root.querySelectorAll('button')]
        .find(button => button.offsetParent && name(button).startsWith(label));
    if (!button) throw new Error(`no button ${{label}}`);
    const reached = new Function('player', 'text', 'shown', 'root', `return ${{condition}}`);
    const arrived = () => reached(player, text, shown, root);
    return await timed(label, () => button.click(), arrived) / 1000;
}}"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def trained(browser: Browser, address: str) -> Page:
    page = open_trained(browser, address, EPOCHS)
    yield page
    page.close()


def show_neurons(page: Page, mode: str) -> None:
    page.get_by_label("Neurons show").select_option(mode)


def select_place(page: Page, kind: str) -> None:
    """Open the card of a neuron or a weight in the middle of the diagram."""
    names = places(page)[kind]
    page.evaluate(CLICK, [names[len(names) // 2]])


def places(page: Page) -> dict[str, list[list]]:
    """Where the neurons and the weights of the diagram can be pointed at."""
    found = page.evaluate(PLACES)
    weights = [place for place in found if place[2].startswith("w[")]
    neurons = [place for place in found if not place[2].startswith("w[")]
    assert len(neurons) > 20
    assert len(weights) > 20
    return {"neuron": neurons, "weight": weights}


VIEWS: dict[str, Callable[[Page], object]] = {
    "response maps, decision map, penguin card": lambda page: show_neurons(page, "response"),
    "swarms, decision map, penguin card": lambda page: show_neurons(page, "swarm"),
    "response maps, decision map, neuron card": lambda page: select_place(page, "neuron"),
    "response maps, decision map, weight card": lambda page: select_place(page, "weight"),
    "response maps, weights, penguin card": lambda page: page.get_by_role(
        "tab", name="Weights"
    ).click(),
    "response maps, confusion, penguin card": lambda page: page.get_by_role(
        "tab", name="Confusion"
    ).click(),
}


def busy_share(session: CDPSession, work: Callable[[], float]) -> tuple[float, float]:
    """What `work` gives, and the share of its time in which the page's main thread was busy."""

    def seconds() -> tuple[float, float]:
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        return metrics["Timestamp"], metrics["TaskDuration"]

    start, busy_before = seconds()
    result = work()
    end, busy_after = seconds()
    return result, (busy_after - busy_before) / (end - start)


def measure_frames(page: Page, what: str, least: float) -> None:
    play_in_a_loop(page, "8")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    rate, busy = busy_share(session, lambda: frames_per_second(page))
    session.detach()
    figure = f"{rate:.1f} frames/s, main thread busy for {1000 * busy / rate:.1f} ms a frame"
    report(f"{what}, {EPOCHS} epochs at 8×", figure, f"≥ {least:.0f} frames/s")
    assert page.get_by_test_id("network-player").get_attribute("data-state") == "playing"
    assert rate >= least


@pytest.mark.parametrize("view", VIEWS)
def test_frames_per_second(trained: Page, view: str):
    VIEWS[view](trained)
    measure_frames(trained, view, 55)


@pytest.mark.parametrize("mode", ["response", "swarm"])
def test_frames_per_second_of_three_layers_of_16(browser: Browser, address: str, mode: str):
    page = open_trained(browser, address, EPOCHS, "&hidden=16,16,16")
    show_neurons(page, mode)
    measure_frames(page, f"3 × 16, {mode}", 30)
    page.close()


@pytest.mark.parametrize("view", VIEWS)
def test_scrubbing(trained: Page, view: str):
    VIEWS[view](trained)
    times = scrub(trained, ".timeline", 80)
    middle, high = percentile(times, 0.5), percentile(times, 0.95)
    report(f"scrub, {view}", f"p50 {middle:.1f} ms, p95 {high:.1f} ms", "p50 ≤ 20 ms")
    assert middle <= 20


@pytest.mark.parametrize("mode", ["response", "swarm"])
@pytest.mark.parametrize("playing", [False, True], ids=["paused", "playing"])
def test_pointing_and_clicking(trained: Page, mode: str, playing: bool):
    """The lens, and cards that another click has to open: a neuron's, a weight's, in turns."""
    show_neurons(trained, mode)
    found = places(trained)
    turns = [place for both in zip(*found.values(), strict=False) for place in both]
    if playing:
        play_in_a_loop(trained, "8")
    for what, script, at in (("lens", POINT, found["neuron"]), ("card", CLICK, turns)):
        times = trained.evaluate(script, at)
        name = f"{'pointing' if what == 'lens' else 'click'} → {what}"
        how = f"{mode}, {'playing at 8×' if playing else 'paused'}"
        report(f"{name}, {how}", spread([time / 1000 for time in times]), "p50 ≤ 50 ms")
        assert percentile(times, 0.5) <= 50


def ask(page: Page, label: str, condition: str) -> float:
    return page.evaluate(ASK, [label, condition])


def judge(what: str, times: list[float]) -> None:
    report(f"click → {what}", spread(times), "p50 ≤ 200 ms")
    assert percentile(times, 0.5) <= 0.2


def test_replay_of_an_epoch(trained: Page):
    """The optimizer's step, on epochs that nobody has replayed before."""
    select_place(trained, "weight")
    trained.get_by_test_id("network-player").focus()
    times = []
    for _ in range(12):
        trained.keyboard.press("ArrowLeft")
        button = trained.get_by_role("button", name="Show what the optimizer did")
        expect(button).to_be_visible()
        times.append(ask(trained, "Show what the optimizer did", "shown('.card-step')"))
    judge("the optimizer's step", times)


def test_branch(browser: Browser, address: str):
    """Another learning rate from another epoch each time, to the first epochs of the branch."""
    times = []
    for epoch in range(20, 180, 20):
        page = open_trained(browser, address, EPOCHS)
        page.get_by_role("tab", name="More").click()
        page.get_by_role("tab", name="Train on").click()
        page.get_by_label("Learning rate", exact=True).last.fill("0.02")
        scrub_to(page, epoch)
        arrived = f"+player.trained > {epoch} && root.querySelectorAll('.shelf-chip').length === 2"
        times.append(ask(page, f"Train on from epoch {epoch}", arrived))
        page.close()
    judge("first epochs of a branch", times)


def scrub_to(page: Page, epoch: int) -> None:
    """Go there by keys."""
    player = page.get_by_test_id("network-player")
    player.focus()
    page.keyboard.press("Home")
    for _ in range(epoch):
        page.keyboard.press("ArrowRight")
    expect(player).to_have_attribute("data-epoch", str(epoch))


def test_show_and_compare(trained: Page):
    """Between two runs on the shelf: show the other one, compare with it."""
    trained.get_by_role("tab", name="More").click()
    trained.get_by_role("tab", name="Train on").click()
    trained.get_by_label("Learning rate", exact=True).last.fill("0.03")
    scrub_to(trained, 10)
    trained.get_by_role("button", name="Train on from epoch 10").click()
    expect(trained.locator(".shelf-chip")).to_have_count(2, timeout=60_000)
    expect(trained.get_by_text(f"Trained for {EPOCHS} epochs")).to_be_visible(timeout=60_000)
    expect(trained.get_by_test_id("network-player")).to_have_attribute("data-trained", str(EPOCHS))
    trained.get_by_test_id("network-player").focus()
    trained.keyboard.press("End")

    shows, compares = [], []
    for _ in range(12):
        now = trained.locator(".shelf-current .shelf-label").inner_text()
        shows.append(ask(trained, "Show ", f"text('.shelf-current .shelf-label') !== {now!r}"))
        pressed = "Boolean(root.querySelector('.shelf-tool[aria-pressed=true]'))"
        compares.append(ask(trained, "Compare with ", pressed))
        ask(trained, "Compare with ", f"!{pressed}")
    judge("another run shown", shows)
    judge("compared with another run", compares)


@pytest.mark.timeout(120 + 60 * HEAP_MINUTES)
def test_heap_while_it_loops(trained: Page):
    """After each garbage collection the same is left: objects, and the buffers beside them."""
    every = min(30.0, 60 * HEAP_MINUTES / 12)
    play_in_a_loop(trained, "8")
    session = trained.context.new_cdp_session(trained)
    session.send("Performance.enable")
    session.send("HeapProfiler.enable")
    samples = []
    start = monotonic()
    while monotonic() - start < 60 * HEAP_MINUTES:
        trained.wait_for_timeout(1000 * every)
        session.send("HeapProfiler.collectGarbage")
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        buffers = session.send("Runtime.getHeapUsage").get("backingStorageSize", 0)
        parts = [metrics["JSHeapUsedSize"], buffers, metrics["Nodes"], metrics["JSEventListeners"]]
        samples.append([(monotonic() - start) / 60, *parts])
    assert trained.get_by_test_id("network-player").get_attribute("data-state") == "playing"

    minutes, heap, buffers, nodes, listeners = np.array(samples).T
    late = minutes >= 1
    slopes = [np.polyfit(minutes[late], values[late] / 1000, 1)[0] for values in (heap, buffers)]
    figure = f"{slopes[0]:+.1f} kB/min of {heap[-1] / 1e6:.2f} MB"
    beside = f"buffers {slopes[1]:+.1f} kB/min of {buffers[-1] / 1e6:.2f} MB"
    counts = f"nodes {nodes[late][0]:.0f} → {nodes[-1]:.0f}, "
    counts += f"listeners {listeners[late][0]:.0f} → {listeners[-1]:.0f}"
    report(f"heap over {minutes[-1]:.1f} min", f"{figure}, {beside}, {counts}", "≤ 50 kB/min")
    print("\n   ", ", ".join(f"{m:.1f} min {h / 1000:.0f} kB" for m, h, *_ in samples), end="")
    assert slopes[0] <= 50
    assert slopes[1] <= 50


def test_replay_of_any_epoch():
    """Python's part: every epoch of a run once, in no order, with the first step taken apart."""
    experiment, engine = Experiment(DEFAULT.network, Training(epochs=EPOCHS)), immediate_engine()
    engine.ask(experiment)
    epochs = random.Random(0).sample(range(EPOCHS), EPOCHS)
    times = []
    for epoch in epochs:
        start = perf_counter()
        taken_apart(experiment, epoch, 0, engine)
        times.append(perf_counter() - start)
    report("replay of an epoch", spread(times), "p50 ≤ 50 ms")
    assert percentile(times, 0.5) <= 0.05
