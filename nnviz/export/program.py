"""What exported programs share: their sections, the rows and the settings, as text.

Whatever a user named stands in a program as a literal of Python, never in a comment: nothing can
break out of it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.core.blocks import shapes
from nnviz.core.data import SCALES, Dataset
from nnviz.core.layers.dense import Dense
from nnviz.core.schedules import SCHEDULES
from nnviz.core.tasks import MEASURES, TASKS, Measure
from nnviz.core.text import counted, listed
from nnviz.core.training import Training
from nnviz.export.legs import leg_at, training_losses
from nnviz.export.moment import Moment
from nnviz.study.verdicts import bounces

WIDTH = 100
"""Columns of a line of code."""


@dataclass(frozen=True)
class Section:
    """A part of a program that is read, and run, as a whole.

    Attributes:
        title: what it is about.
        words: what it does, in plain sentences.
        code: its lines.
    """

    title: str
    words: str
    code: str


def script(about: Iterable[str], sections: Iterable[Section]) -> bytes:
    """The sections as one program, UTF-8, that begins with what it is about, in paragraphs.

    >>> print(script(["Adds."], [Section("The sum", "Of two.", "print(1 + 1)")]).decode())
    \"\"\"Adds.
    \"\"\"
    <BLANKLINE>
    <BLANKLINE>
    # --- The sum ---
    # Of two.
    print(1 + 1)
    <BLANKLINE>
    """
    told = "\n\n".join(textwrap.fill(text, WIDTH - 4) for text in about if text)
    parts = [f'"""{told}\n"""', *(_commented(section) for section in sections)]
    return "\n\n\n".join(parts).encode() + b"\n"


def _commented(section: Section) -> str:
    words = textwrap.wrap(section.words, WIDTH - 2)
    return "\n".join([f"# --- {section.title} ---", *(f"# {line}" for line in words), section.code])


def literal(value: float) -> str:
    """A number as Python writes it: the shortest that is the same again, not finite ones too.

    >>> literal(3750.0), literal(0.1), literal(float("-inf"))
    ('3750', '0.1', "float('-inf')")
    """
    if not np.isfinite(value):
        return f"float('{value}')"
    return repr(float(value)).removesuffix(".0")


def block(name: str, words: Iterable[str]) -> str:
    """Words without spaces, as many as fit in a line, as a text that is called `name`."""
    lines = textwrap.wrap(" ".join(words), WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join([f'{name} = """', *lines, '"""'])


def quoted(text: str) -> str:
    r"""A text as Python writes it, in double quotes where that needs no other change.

    >>> print(quoted("bill length"), quoted('a "bill"'), quoted("two\nlines, don't"))
    "bill length" 'a "bill"' "two\nlines, don't"
    """
    said = repr(text)
    return said if '"' in said else f'"{said[1:-1]}"'


def several(name: str, texts: Iterable[str]) -> str:
    """A list of texts, each on a line of its own, that is called `name`."""
    return "\n".join([f"{name} = [", *(f"    {quoted(text)}," for text in texts), "]"])


def title(moment: Moment, library: str) -> str:
    """What is built, and with what."""
    sizes = " → ".join(shapes(moment.experiment.network))
    how = "trained as the file says" if moment.opened else "trained as in nnviz"
    return f"A neural network of {sizes} neurons in {library}, {how}."


def chaotic(moment: Moment) -> str:
    """What is to be said of a run whose losses nobody meets again; empty for any other."""
    loss = training_losses(moment)
    if np.isfinite(loss).all() and not bounces(loss):
        return ""
    how = "bounces" if np.isfinite(loss).all() else "diverges"
    return (
        f"The loss of this run {how}. Such a run is chaotic: a rounding difference in the last "
        "digit grows with every step, so another computer or library soon sees other losses."
    )


def beginning(moment: Moment) -> int:
    """The epoch that the run's own training begins at: 0, or the origin of a branch."""
    origin = moment.experiment.origin
    return origin.epoch if origin else 0


def first_weights(moment: Moment) -> str:
    """What a program begins with that holds the run's parameters, in words."""
    origin, first = moment.experiment.origin, beginning(moment)
    since = f"the weights of epoch {first}" if origin else "the first weights"
    if moment.opened:
        return f"{since} in the file"
    if origin is None:
        return "the same weights"
    by_hand = ", those that were changed by hand among them," if origin.edits else ""
    return f"{since}, where the branch begins{by_hand}"


def losses_met(moment: Moment) -> str:
    """What its losses are where the order of the rows is another one: after "so"."""
    if moment.opened:
        return (
            "the losses it prints are its own. The file's record may not be what these settings "
            "lead to; only the weights below are the file's: FIRST, and TAKEN, which are those of "
            f"epoch {moment.epoch}."
        )
    if moment.experiment.origin:
        return (
            "its losses need not be those of nnviz; nor does its optimizer remember what was "
            "before the branch, as it may in nnviz."
        )
    return (
        "its losses differ a little from those of nnviz; with all rows in one batch they are the "
        "same."
    )


def no_beginning(moment: Moment) -> str:
    """Why a program cannot begin there and hold the epoch, too, in a sentence; empty if it can."""
    first = beginning(moment)
    if leg_at(moment).experiment.network != moment.experiment.network:
        return (
            f"Epoch {moment.epoch} lies before this branch, and the network had another activation "
            f"there; epochs from {first} on can be taken."
        )
    if first not in moment.run.epochs:
        return f"The record does not hold epoch {first}, at which this branch begins."
    if first == moment.experiment.training.epochs:
        return f"This branch ends where it begins, at epoch {first}: there is nothing to train."
    return ""


def begins(moment: Moment) -> str:
    """What is to be said of a branch whose optimizer has to begin anew; empty of any other run."""
    first = beginning(moment)
    if not first:
        return ""
    return (
        f" The run is a branch: it begins at epoch {first}, and its optimizer remembers nothing of "
        "what was before."
    )


def weights(moment: Moment, load: str) -> Section:
    """The parameters that training begins with and those that were taken, and how to load them.

    Numbers are written with as few digits as give the same float32 again.
    """
    first = beginning(moment)
    start = moment.run.params[np.searchsorted(moment.run.epochs, first)]
    since = f"epoch {first}" if first else "the beginning"
    return Section(
        "The weights",
        f"Those of {_owner(moment)} at {since}, and after epoch {moment.epoch}: W [inputs, "
        "outputs] row by row, then b, layer after layer.",
        f"{block('FIRST', map(str, start))}\n{block('TAKEN', map(str, moment.params))}\n{load}",
    )


def _owner(moment: Moment) -> str:
    """Whose the record is."""
    return "the file" if moment.opened else "nnviz"


def use(moment: Moment, code: str) -> Section:
    """The network that was taken at work."""
    return Section(
        "What it answers",
        f"The network of {_owner(moment)} after epoch {moment.epoch}, asked about some rows of the "
        "test: what is true, and what it answers. Without this load, it is the one just trained.",
        code,
    )


def asked(moment: Moment, answers: str) -> str:
    """Lines that ask the network about rows of the test, of every class, beside what is true.

    Args:
        moment: of the run.
        answers: what the program writes to have the answers to `features[asked]`.
    """
    classes = moment.experiment.dataset.classes
    some = "[:2]" if len(classes) <= 3 else "[:1]"
    each = f"[np.flatnonzero(truth == k){some} for k in range(len(CLASSES))]"
    rows = f"np.concatenate({each})" if classes else "np.arange(len(truth))[:5]"
    which = "The first rows of each class" if classes else "The first rows"
    true = "CLASSES[int(truth[row])]" if classes else "float(truth[row])"
    return f"""\
features, truth = read(TEST_ROWS)
# {which}
asked = {rows}
found = {answers}
for row, answer in zip(asked, found):
    true, measured = {true}, dict(zip(FEATURES, features[row].tolist()))
    print(f"truth {{true}}   answer {{answer}}   {{measured}}")"""


def settings(training: Training) -> Section:
    """The numbers that decide the training."""
    return Section(
        "The settings",
        "Change them and see what happens: /train shows the same, every number moving.",
        f"SEED = {training.seed}  # of the first weights and of the order of the rows\n"
        f"EPOCHS = {training.epochs}  # passes over the training rows\n"
        f"BATCH_SIZE = {training.batch_size}  # rows that one step looks at: /batches\n"
        f"LEARNING_RATE = {literal(training.learning_rate)}  # η: /learning-rate",
    )


def rows(moment: Moment) -> Section:
    """The dataset, its two sides apart, and the lines that read it."""
    dataset, split = moment.experiment.dataset, moment.experiment.split()
    names = [
        f"{feature.name} ({feature.unit})" if feature.unit else feature.name
        for feature in dataset.features
    ]
    last = "the class: 0 for the first" if dataset.classes else "what is to be predicted"
    held_out = counted(len(split.test_rows), "row")
    return Section(
        "The rows",
        f"Each is its features in their own units, and {last}. {held_out} were drawn to be held "
        f"out for the test, with the seed; {len(split.train_rows)} are left to learn from.",
        "\n".join(
            [
                f"SOURCE = {quoted(dataset.source)}",
                several("FEATURES", names),
                *([several("CLASSES", dataset.classes)] if dataset.classes else []),
                block("TRAINING_ROWS", _written(dataset, split.train_rows)),
                block("TEST_ROWS", _written(dataset, split.test_rows)),
                READ,
            ]
        ),
    )


def _written(dataset: Dataset, chosen: np.ndarray) -> list[str]:
    """Each of the chosen rows in digits and commas alone."""
    return [
        ",".join(map(literal, (*dataset.x[row].tolist(), float(dataset.y[row])))) for row in chosen
    ]


READ = '''

def read(text):
    """The features [rows, columns] and what is to be learnt [rows]."""
    table = np.array([row.split(",") for row in text.split()], dtype=float)
    return table[:, :-1], table[:, -1]


train_x, train_y = read(TRAINING_ROWS)
test_x, test_y = read(TEST_ROWS)'''


def scaled(moment: Moment) -> Section:
    """How rows are put before the network, and what it should answer."""
    scale = SCALES[moment.experiment.features]
    return Section(
        "What the network sees",
        f"Features are {scale.label}: {scale.words} Only training rows decide how, so that "
        "nothing of the test is known before.",
        f"{scale.python}\n{SCALED}\n\n\n{TASKS[moment.experiment.dataset.task].python}",
    )


SCALED = '''

def scaled(x):
    """Features in their own units as the network reads them."""
    return ((x - mean) / std).astype("float32")'''


def factor(training: Training) -> str:
    """The schedule's factor as a function of how many epochs are done, the first is 0."""
    schedule = SCHEDULES[training.schedule]
    named = zip(schedule.parameters, training.schedule_values, strict=True)
    values = ["epochs=EPOCHS", *(f"{p.name}={literal(v)}" for p, v in named)]
    return (
        f"def factor(t, {', '.join(values)}):\n"
        f'    """What multiplies η when t epochs are done ({schedule.label}): /learning-rate."""\n'
        + textwrap.indent(schedule.python, "    ")
    )


def score(moment: Moment) -> Measure:
    """The measure that the task tells first."""
    return MEASURES[TASKS[moment.experiment.dataset.task].measures[0]]


def only_dense(moment: Moment) -> bool:
    """Whether all layers are dense, as those of a multilayer perceptron."""
    return all(isinstance(layer, Dense) for layer in moment.experiment.network.layers)


def unspoken(library: str, moment: Moment, words: Sequence[tuple[str, object]]) -> str:
    """Why a library cannot express a run, in a sentence; empty if it can.

    Args:
        library: its name.
        moment: of the run.
        words: what has to be said, and the library's words for it, empty where it has none.
    """
    if not only_dense(moment):
        return f"The {library} program knows dense layers only; this network has others, too."
    missing = [what for what, said in words if not said]
    return f"{library} has no words for {listed(missing)}." if missing else ""
