"""The same network and settings as a program for Keras 3, on whichever backend.

Written as Keras' own guides are (https://keras.io/guides, Apache 2.0); nothing is copied from them.
"""

from __future__ import annotations

import torch

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
    factor,
    first_weights,
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
    training = moment.experiment.training
    activation, loss = ACTIVATIONS[moment.experiment.network.activation], LOSSES[training.loss]
    optimizer, schedule = OPTIMIZERS[training.optimizer], SCHEDULES[training.schedule]
    return no_beginning(moment) or unspoken(
        "Keras",
        moment,
        [
            (f"the activation {activation.label}", activation.keras),
            (f"the loss {loss.label}", loss.keras),
            (f"the optimizer {optimizer.label}", optimizer.keras),
            (f"the schedule {schedule.label}", schedule.python),
            (f"the {score(moment).label}", score(moment).keras),
        ],
    )


def keras_script(moment: Moment) -> bytes:
    """The program in one file, UTF-8: Keras and numpy alone, rows and weights in it."""
    about = [
        title(moment, "Keras"),
        f"It begins with {first_weights(moment)} and has the same settings. Keras draws the order "
        f"of the rows in its own way, so {losses_met(moment)} Words such as /loss are the pages of "
        "nnviz that explain a line.",
        chaotic(moment),
        "What it needs: pip install keras numpy, and TensorFlow, JAX or PyTorch. Keras computes "
        "with TensorFlow, unless the environment says KERAS_BACKEND=torch or KERAS_BACKEND=jax.",
    ]
    return script(about, _sections(moment))


def _sections(moment: Moment) -> list[Section]:
    return [
        Section("What it is made with", "", "import math\n\nimport keras\nimport numpy as np"),
        settings(moment.experiment.training),
        _network(moment),
        _compile(moment),
        rows(moment),
        scaled(moment),
        Section("The same as the network sees it", "", PUT),
        weights(moment, LOAD),
        _fit(moment),
        use(moment, f"load(TAKEN)\n{asked(moment, ANSWERS)}"),
    ]


PUT = """\
train_x, train_y = scaled(train_x), targets(train_y)
test_x, test_y = scaled(test_x), targets(test_y)"""


def _network(moment: Moment) -> Section:
    network = moment.experiment.network
    activation = ACTIVATIONS[network.activation]
    *hidden, last = [layer.outputs for layer in network.layers]
    lines = [
        f"keras.Input(({network.inputs},))",
        *(f"keras.layers.Dense({size}, activation={activation.keras})" for size in hidden),
        f"keras.layers.Dense({last})",
    ]
    shown = f" {activation.label}: {activation.words}." if hidden else ""
    return Section(
        "The network",
        f"Every layer is a weighted sum, z = W a + b: /forward-pass.{shown} The last layer has no "
        "activation: its z goes into the loss as it is.",
        "model = keras.Sequential(\n    [\n"
        + "".join(f"        {line},\n" for line in lines)
        + "    ]\n)\nmodel.summary()",
    )


LOAD = '''

def load(text):
    """Put numbers in place of the model's weights."""
    numbers, found = np.array(text.split(), dtype="float32"), []
    for weight in model.weights:
        size = math.prod(weight.shape)
        found.append(numbers[:size].reshape(weight.shape))
        numbers = numbers[size:]
    model.set_weights(found)


load(FIRST)'''


def _compile(moment: Moment) -> Section:
    training = moment.experiment.training
    loss, optimizer = LOSSES[training.loss], OPTIMIZERS[training.optimizer]
    inertia = optimizer.build([torch.zeros(1)]).defaults.get("momentum")
    late = (
        " Keras has the learning rate in its momentum, so that a change of it comes a bit later."
        if inertia and len(set(training.learning_rates.tolist())) > 1
        else ""
    )
    return Section(
        "What it is trained with",
        f"The loss is the {loss.label}: {loss.words}. The optimizer is {optimizer.label}: "
        f"{optimizer.words}. Its settings are those of PyTorch; where Keras adds ε below the "
        f"root, it is squared here.{late}",
        f'''\
def loss(y, z):
    """Of each row; Keras takes the mean: /loss."""
    return {loss.keras}


model.compile(
    optimizer=keras.optimizers.{optimizer.keras},
    loss=loss,
    metrics=[{score(moment).keras}],
)''',
    )


def _fit(moment: Moment) -> Section:
    first = beginning(moment)
    return Section(
        "The run",
        "Each epoch is every training row once, batch by batch: forward, /backpropagation, a step "
        "of the optimizer. What Keras prints as the loss is the mean over the batches as they "
        "came, while the network was still changing; val_loss is that of the test rows after the "
        f"epoch, as in nnviz.{begins(moment)}",
        f"""\
{factor(moment.experiment.training)}


keras.utils.set_random_seed(SEED)
history = model.fit(
    train_x,
    train_y,
    batch_size=BATCH_SIZE,
    initial_epoch={first},
    epochs=EPOCHS,
    validation_data=(test_x, test_y),
    callbacks=[keras.callbacks.LearningRateScheduler(lambda t: LEARNING_RATE * factor(t))],
    verbose=2,
)""",
    )


ANSWERS = "answers(model.predict(scaled(features[asked]), verbose=0))"
