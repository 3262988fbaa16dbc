"""The weights of an epoch for other programs, and the network of an epoch that other programs run.

safetensors: https://huggingface.co/docs/safetensors (Apache-2.0): names, shapes and numbers, and
nothing that could be run. ONNX: https://onnx.ai (Apache-2.0), by torch's own exporter.
"""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor, nn

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.blocks import shapes
from nnviz.core.data import Feature
from nnviz.core.losses import LOSSES
from nnviz.core.optimizers import OPTIMIZERS
from nnviz.core.settings import described
from nnviz.core.tasks import TASKS
from nnviz.core.text import counted
from nnviz.export.as_torch import as_torch, layers_in_words
from nnviz.export.legs import leg_at
from nnviz.export.moment import Moment

INPUT = "features"
ROWS = "rows"


def safetensors(moment: Moment) -> bytes:
    """`hidden_1.weight`, `hidden_1.bias`, … `output.bias`, float32, as `nn.Linear` holds them.

    What else one needs to use them is in the file's metadata: as JSON the activation function, and
    the mean and standard deviation by which the features are standardised; as `how` the lines that
    load them, if torch has words for the activation.
    """
    from safetensors.numpy import save

    network = as_torch(moment.network, moment.params)
    tensors = {name: values.numpy() for name, values in network.state_dict().items()}
    return save(tensors, {"format": "pt"} | _metadata(moment) | _how(moment))


def _how(moment: Moment) -> dict[str, str]:
    """The lines of Python that make the network of the file, and standardise what it reads."""
    if not (layers := layers_in_words(moment.network)):
        return {}
    split = moment.experiment.split()
    inputs = ", ".join(f'("{name}", {said})' for name, said in layers)
    return {
        "how": f"""\
from collections import OrderedDict
import torch
from torch import nn
from safetensors.torch import load_file
model = nn.Sequential(OrderedDict([{inputs}]))
model.load_state_dict(load_file("{moment.file_name("safetensors")}"))
mean, std = torch.tensor({split.mean.tolist()}), torch.tensor({split.std.tolist()})
# z = model((torch.tensor(rows) - mean) / std), of rows of features in their own units
"""
    }


def onnx(moment: Moment) -> bytes:
    """The network of the epoch as ONNX: features as they were measured in, an answer out.

    Input `features`, float32 [rows, D], in the features' own units; output `probabilities`, float32
    [rows, K], or of a regression `values`, in the target's unit. Any number of rows. What the
    columns are, and how it was trained, is in its `doc_string`.
    """
    answering = _Answering(moment).eval()
    name = "probabilities" if moment.experiment.dataset.classes else "values"
    rows = moment.experiment.dataset.x[:2]
    with _quietly():
        program = torch.onnx.export(
            answering,
            (torch.from_numpy(np.array(rows, np.float32)),),
            dynamo=True,
            verbose=False,
            input_names=[INPUT],
            output_names=[name],
            dynamic_shapes=({0: ROWS},),
        )
    model = program.model_proto
    # The exporter notes which line of which file each node comes from: that is the server's.
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info):
        del part.metadata_props[:]
    for key, text in _metadata(moment).items():
        model.metadata_props.add(key=key, value=text)
    model.doc_string = _told(moment, name)
    return model.SerializeToString()


def _told(moment: Moment, output: str) -> str:
    """What the network is, reads and answers, and where it comes from, in a few lines."""
    experiment, network, dataset = moment.experiment, moment.network, moment.experiment.dataset
    training = leg_at(moment).experiment.training
    sizes = " → ".join(shapes(network))
    if network.outputs < len(dataset.classes):
        answer = f"the probability of {dataset.classes[1]}, not {dataset.classes[0]}"
    else:
        answer = ", ".join(dataset.classes) or _measured(dataset.target)
    rows = len(experiment.split().train_rows)
    measured = ", ".join(map(_measured, dataset.features))
    return f"""\
A neural network of {sizes} neurons, {ACTIVATIONS[network.activation].label}, after epoch \
{moment.epoch} of its training by nnviz.
Input {INPUT}: float32 [rows, {network.inputs}], as measured, in this order: {measured}.
Output {output}: float32 [rows, {network.outputs}], in this order: {answer}.
Training: {OPTIMIZERS[training.optimizer].label}, learning rate {training.learning_rate:g}, \
{LOSSES[training.loss].label}, batches of {training.batch_size}, seed {training.seed}, \
{counted(rows, "row")}.
The rows: {dataset.source}."""


def _measured(feature: Feature) -> str:
    return f"{feature.name} [{feature.unit}]" if feature.unit else feature.name


def unanswering(moment: Moment) -> str:
    """Why there is no ONNX of a moment: its weights are no numbers."""
    if np.isfinite(moment.params).all():
        return ""
    return f"At epoch {moment.epoch} some weights are not finite numbers: it answers nothing."


class _Answering(nn.Module):
    """Standardise, compute, and read: from measurements to an answer."""

    def __init__(self, moment: Moment) -> None:
        super().__init__()
        split = moment.experiment.split()
        self.layers = as_torch(moment.network, moment.params)
        self.mean = nn.Buffer(torch.from_numpy(split.mean.copy()))
        self.std = nn.Buffer(torch.from_numpy(split.std.copy()))
        self.read = TASKS[split.task].read
        self.target = split.target_mean, split.target_std

    def forward(self, features: Tensor) -> Tensor:
        """float32 [rows, D] → float32 [rows, K]; in float64 until it is standardised."""
        x = ((features.double() - self.mean) / self.std).float()
        answer = self.read(self.layers(x))
        mean, std = self.target
        return answer if (mean, std) == (0, 1) else (answer.double() * std + mean).float()


def _metadata(moment: Moment) -> dict[str, str]:
    """What a file says of itself: texts by name."""
    experiment = moment.experiment
    dataset, split = experiment.dataset, experiment.split()
    told = {
        "activation": moment.network.activation,
        "epoch": moment.epoch,
        "features": [_measured(one) for one in dataset.features],
        "mean": split.mean.tolist(),
        "std": split.std.tolist(),
        "classes": list(dataset.classes),
        "source": dataset.source,
        "settings": described(experiment),
    }
    return {
        name: said if isinstance(said, str) else json.dumps(said) for name, said in told.items()
    }


@contextmanager
def _quietly() -> Iterator[None]:
    """Around the exporter, which warns of what it does itself."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
