"""The same network and settings as a program for scikit-learn, where its networks can be those.

Of MLPClassifier and MLPRegressor (Pedregosa et al. 2011, JMLR 12), whose documentation says what
they can do: https://scikit-learn.org/stable/modules/neural_networks_supervised.html.
"""

from __future__ import annotations

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.losses import LOSSES
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.schedules import SCHEDULES
from nnviz.export.moment import Moment
from nnviz.export.program import (
    Section,
    asked,
    beginning,
    begins,
    chaotic,
    first_weights,
    literal,
    losses_met,
    no_beginning,
    rows,
    scaled,
    score,
    script,
    settings,
    title,
    unspoken,
    use,
    weights,
)


def refuses(moment: Moment) -> str:
    """Why there is no such program of this run, in a sentence; empty if there is."""
    experiment = moment.experiment
    training, network = experiment.training, experiment.network
    activation, loss = ACTIVATIONS[network.activation], LOSSES[training.loss]
    optimizer, schedule = OPTIMIZERS[training.optimizer], SCHEDULES[training.schedule]
    steady = len(set(training.learning_rates.tolist())) == 1
    two = len(experiment.dataset.classes) == 2 and network.outputs > 1
    if moment.run.diverged_at is not None:
        return "scikit-learn stops with an error where a run diverges, as this one does."
    return no_beginning(moment) or unspoken(
        "scikit-learn",
        moment,
        [
            (f"the activation {activation.label}", activation.sklearn),
            (f"the loss {loss.label}", loss.sklearn),
            (f"the optimizer {optimizer.label}", optimizer.sklearn),
            (f"the schedule {schedule.label}", steady),
            ("two classes as two outputs", not two),
        ],
    )


def sklearn_script(moment: Moment) -> bytes:
    """The program in one file, UTF-8: scikit-learn and numpy alone, rows and weights in it."""
    about = [
        title(moment, "scikit-learn"),
        f"It begins with {first_weights(moment)} and has the same settings. scikit-learn draws the "
        f"order of the rows in its own way, so {losses_met(moment)} Words such as /loss are the "
        "pages of nnviz that explain a line.",
        chaotic(moment),
        "What it needs: pip install scikit-learn numpy",
    ]
    return script(about, _sections(moment))


def _sections(moment: Moment) -> list[Section]:
    return [
        Section("What it is made with", "", _imports(moment)),
        settings(moment.experiment.training),
        _network(moment),
        rows(moment),
        scaled(moment),
        Section("The same as scikit-learn wants it", "", _put(moment)),
        weights(moment, LOAD),
        _fit(moment),
        _use(moment),
    ]


def _imports(moment: Moment) -> str:
    loss = "log_loss" if moment.experiment.dataset.classes else "mean_squared_error"
    return f"""\
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import {loss}
from sklearn.neural_network import {_kind(moment)}"""


def _kind(moment: Moment) -> str:
    return "MLPClassifier" if moment.experiment.dataset.classes else "MLPRegressor"


def _put(moment: Moment) -> str:
    wanted = "{}.astype(int)" if moment.experiment.dataset.classes else "targets({})[:, 0]"
    return (
        f"train_x, train_y = scaled(train_x), {wanted.format('train_y')}\n"
        f"test_x, test_y = scaled(test_x), {wanted.format('test_y')}"
    )


def _network(moment: Moment) -> Section:
    experiment = moment.experiment
    training, network = experiment.training, experiment.network
    activation, optimizer = ACTIVATIONS[network.activation], OPTIMIZERS[training.optimizer]
    share = LOSSES[training.loss].sklearn
    steep = "LEARNING_RATE" if share == 1 else f"LEARNING_RATE / {literal(share)}"
    smaller = f" Its loss is {literal(share)} of that of nnviz." if share != 1 else ""
    lines = [
        f"hidden_layer_sizes={network.sizes[1:-1]!r}",
        f'activation="{activation.sklearn}"',
        *optimizer.sklearn.format(steep=steep).split(", "),
        "batch_size=BATCH_SIZE",
        "max_iter=1",
        "warm_start=True",
        "n_iter_no_change=EPOCHS + 1",
        "tol=0.0",
        "alpha=0.0",
        "random_state=SEED",
    ]
    return Section(
        "The network",
        "Every layer is a weighted sum, z = W a + b: /forward-pass. After each but the last comes "
        f"{activation.label}: {activation.words}. The optimizer is {optimizer.label}: "
        f"{optimizer.words}.{smaller} alpha would pull the weights towards 0, and tol stop early: "
        "nnviz does neither.",
        f"model = {_kind(moment)}(\n" + "".join(f"    {line},\n" for line in lines) + ")",
    )


LOAD = '''

def load(text):
    """Put numbers in place of the model's weights, which a first fit has made room for."""
    numbers = np.array(text.split(), dtype="float32")
    for layer, W in enumerate(model.coefs_):
        inputs, outputs = W.shape
        model.coefs_[layer] = numbers[: inputs * outputs].reshape(inputs, outputs)
        model.intercepts_[layer] = numbers[inputs * outputs :][:outputs]
        numbers = numbers[(inputs + 1) * outputs :]'''


def _fit(moment: Moment) -> Section:
    first = beginning(moment)
    share = LOSSES[moment.experiment.training.loss].sklearn
    value = "value" if share == 1 else f"value / {literal(share)}"
    label = score(moment).label
    epochs = f"EPOCHS - {first}" if first else "EPOCHS"
    return Section(
        "The run",
        "Each epoch is every training row once, batch by batch: forward, /backpropagation, a step "
        "of the optimizer. scikit-learn draws weights when it first fits; they are replaced, and "
        "a warm start goes on with them. Its loss is the mean over the batches as they came, "
        f"while the network was still changing.{begins(moment)}",
        f"""\
with warnings.catch_warnings():
    warnings.simplefilter("ignore", ConvergenceWarning)  # it stops where it is told to
    model.fit(train_x, train_y)
    load(FIRST)
    model.set_params(max_iter={epochs})
    model.fit(train_x, train_y)

for epoch, value in enumerate(model.loss_curve_[1:], start={first + 1}):
    print(f"epoch {{epoch:4d}}   mean loss of its batches {{{value}:.6f}}")
print(f"after epoch {{EPOCHS}}   test {label} {{model.score(test_x, test_y):.3f}}")""",
    )


def _use(moment: Moment) -> Section:
    label = score(moment).label
    said = "model.predict(scaled(features[asked]))"
    if moment.experiment.dataset.classes:
        loss = "log_loss(train_y, model.predict_proba(train_x))"
        found = f"[CLASSES[k] for k in {said}]"
    else:
        loss = "mean_squared_error(train_y, model.predict(train_x))"
        found = f"answers({said}[:, None])"
    return use(
        moment,
        f"""\
load(TAKEN)
loss, good = {loss}, model.score(test_x, test_y)
print(f"taken after epoch {moment.epoch}   training loss {{loss:.6f}}   test {label} {{good:.3f}}")
{asked(moment, found)}""",
    )
