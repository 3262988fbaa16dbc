"""A whole run as one page of HTML, which plays it by double click: without a server, or a network.

It is the app's own player. A content security policy lets nothing in from outside and no script
run but those of the page: https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.blocks import shapes
from nnviz.core.data import SCALES
from nnviz.core.experiment import Experiment
from nnviz.core.glossary import glossary
from nnviz.core.look import PAGE
from nnviz.core.losses import LOSSES
from nnviz.core.measures import Curves, curves_of
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.record import Run
from nnviz.core.schedules import SCHEDULES
from nnviz.core.text import counted, number
from nnviz.export.frontend import import_map, style
from nnviz.export.moment import Moment
from nnviz.films.network import Beside, Screening, Tale, Workbench, encode_run
from nnviz.films.tales import read_off
from nnviz.study.doctor.rules import findings_of

SCRIPTS = ("network/player.js", "page/words.js")
STYLES = ("network/player.css", "page/term_card.css")

WHAT = (
    "Every weight of this run, epoch by epoch, is in this file: it needs no server and no network. "
    "Press play, drag the timeline, click a line, a neuron or an underlined word."
)


def offline_page(moment: Moment) -> bytes:
    """The page (HTML, UTF-8), which opens at the moment's epoch.

    Its film is the app's: every kept epoch, what lies between the epochs in which the run learns,
    and of a finished run what happens in it and what the doctor finds. Nothing is trained for it:
    those moments between are the tale's. What Python would have to compute is not in it, and the
    player says so where it would ask.
    """
    experiment, run = moment.experiment, moment.run
    nouns = experiment.dataset.nouns
    modules = _in_script({"imports": import_map(*SCRIPTS)})
    script = _beside(".js")
    page = Template(_beside(".html")).substitute(
        policy=escape(_policy(modules, script)),
        title=escape(f"A neural network learns the {nouns.target} of {nouns.rows}"),
        what=WHAT,
        settings=escape(_settings(experiment, run)),
        source=escape(f"Data: {experiment.dataset.source}. Made with nnviz."),
        style=_style(),
        modules=modules,
        terms=_terms(),
        run=b64encode(_film(moment)).decode(),
        script=script,
    )
    return page.encode()


def _film(moment: Moment) -> bytes:
    """The player's block."""
    experiment, run = moment.experiment, moment.run
    measured = curves_of(experiment, run)
    found = findings_of(experiment, run, measured) if run.complete else ()
    return encode_run(
        run,
        measured,
        experiment.dataset,
        experiment.split(),
        Screening(take=experiment.identity, alone=moment.epoch),
        Beside(_tale(moment, measured), workbench=Workbench((), "", findings=found)),
    )


def _tale(moment: Moment, measured: Curves) -> Tale | None:
    """The moment's, or of a finished run what its record tells by itself."""
    if moment.tale or not moment.run.complete:
        return moment.tale
    return read_off(moment.experiment, moment.run, measured)


def _settings(experiment: Experiment, run: Run) -> str:
    """What decides the run, in one line."""
    network, training = experiment.network, experiment.training
    origin = experiment.origin
    trained = "" if run.trained == training.epochs else f"{run.trained} of "
    said = (
        f"{' → '.join(shapes(network))} neurons",
        f"activation {ACTIVATIONS[network.activation].label}",
        f"loss {LOSSES[training.loss].label}",
        f"optimizer {OPTIMIZERS[training.optimizer].label}",
        f"learning rate {number(training.learning_rate)}, {SCHEDULES[training.schedule].label}",
        f"batches of {training.batch_size}",
        f"{trained}{counted(training.epochs, 'epoch')}",
        f"{100 * experiment.test_fraction:g} % of the rows held out",
        f"features {SCALES[experiment.features].label}",
        f"seed {training.seed}",
        *([f"another run up to epoch {origin.epoch}"] if origin else []),
    )
    return " · ".join(said)


def _policy(*scripts: str) -> str:
    """What the page may load: its own scripts, by their fingerprints, and what stands in it."""
    digests = (b64encode(sha256(script.encode()).digest()).decode() for script in scripts)
    own = " ".join(f"'sha256-{digest}'" for digest in digests)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src data: {own}",
            "style-src 'unsafe-inline'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


@cache
def _style() -> str:
    """The styles, with the colours of the page that Streamlit gives the player in the app."""
    light, dark = ("".join(_properties(PAGE[theme])) for theme in ("light", "dark"))
    theme = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return "\n".join((theme, _beside(".css"), *map(style, STYLES)))


def _properties(colours: dict[str, str]) -> list[str]:
    return [f"--st-{name}-color:{colour};" for name, colour in colours.items()]


@cache
def _terms() -> str:
    """What the cards of the terms say."""
    return _in_script([term.told(key) for key, term in glossary().items()])


def _in_script(value: object) -> str:
    """JSON that ends no script: no "<" in it."""
    return json.dumps(value, separators=(",", ":")).replace("<", r"\u003c")


@cache
def _beside(ending: str) -> str:
    """A part of the page that stands beside this module, under its name."""
    return Path(__file__).with_suffix(ending).read_text("utf-8")
