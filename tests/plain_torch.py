"""A run as every tutorial writes it: autograd, and an optimizer of torch's at its own rate."""

from __future__ import annotations

import numpy as np
import torch
from instances import TORCH_LOSSES, logits

TORCH_OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "momentum": lambda params, lr: torch.optim.SGD(params, lr=lr, momentum=0.9),
    "nesterov": lambda params, lr: torch.optim.SGD(params, lr=lr, momentum=0.9, nesterov=True),
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
}


def plain_torch(network, divided, training) -> np.ndarray:
    """The run as a tutorial writes it, autograd and the optimizer at its own rate: [E+1, P]."""
    generator = torch.Generator().manual_seed(training.seed)
    still = network.places[training.frozen].start
    frozen, params = network.init(training.seed).tensor_split([still])
    params = params.clone().requires_grad_()
    optimizer = TORCH_OPTIMIZERS[training.optimizer]([params], lr=training.learning_rate)
    x, y = torch.from_numpy(divided.train_x), torch.from_numpy(divided.train_y)
    record = [network.init(training.seed)]
    for _ in range(training.epochs):
        for batch in torch.randperm(len(x), generator=generator).split(training.batch_size):
            optimizer.zero_grad()
            outputs = logits(network, torch.cat([frozen, params]), x[batch])
            TORCH_LOSSES[training.loss](outputs, y[batch]).backward()
            optimizer.step()
        record.append(torch.cat([frozen, params]).detach())
    return torch.stack(record).numpy()
