"""The training rows of a stack, dealt out in batches.

Axes: R networks, N training rows of a network, M of the one that has most, D features, K outputs,
B rows of a full batch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from nnviz.core.data import Split
from nnviz.core.passes import beside_ones


class Batch(NamedTuple):
    """The rows of one step of an epoch, n of each of the first r networks; the others wait.

    Attributes:
        networks: r.
        x1: [x 1], what the first layer reads: [r, n, D + 1], or [n, D + 1] where all read the same.
        y: their targets, [r, n, K] or [n, K].
        weights: each row's share of the mean loss, 1/n or [r, n, 1]; 0 where it only fills a place.
    """

    networks: int
    x1: Tensor
    y: Tensor
    weights: Tensor


class Batches:
    """Deals out the training rows, in an order that each seed draws anew for every epoch.

    A network's epoch has as many steps as its own rows fill batches. Networks with fewer rows wait
    for the others; where theirs do not fill a batch, some are there twice and weigh nothing.

    Args:
        splits, seeds: of each network, by falling number of training rows.
        size: B.
        device: where the rows lie.

    Attributes:
        order: the rows of the epoch dealt out last, [N], or [R, M] where networks differ.
        generators: of the orders, by rising seed.
        everything: [x 1] and targets of all rows of every network, in the order of its split;
            where a network has fewer than others, some are there twice.
    """

    def __init__(
        self, splits: Sequence[Split], seeds: Sequence[int], size: int, device: torch.device
    ) -> None:
        different = list({id(split): split for split in splits}.values())
        # The rows of all splits, end to end, and where those of each network begin.
        self._x1 = beside_ones(_joined([split.train_x for split in different])).to(device)
        self._y = _joined([split.train_targets for split in different]).to(device)
        ends = accumulate(len(split.train_x) for split in different)
        starts = {id(s): end - len(s.train_x) for s, end in zip(different, ends, strict=True)}
        self._starts = torch.tensor([[starts[id(split)]] for split in splits])  # [R, 1]

        self._counts = [len(split.train_x) for split in splits]
        draws = list(zip(seeds, self._counts, strict=True))
        self._draws = sorted(set(draws))
        self._which = [self._draws.index(draw) for draw in draws]
        self.generators = [torch.Generator().manual_seed(seed) for seed, _ in self._draws]

        most, networks = self._counts[0], len(splits)
        x1, y = self._x1, self._y
        if len(different) > 1:
            own = torch.stack([_filled(torch.arange(count), most) for count in self._counts])
            places = (own + self._starts).to(device)  # [R, M]
            x1, y = x1[places], y[places]
        self.everything = x1, y
        self._shared = len(different) == len(self._draws) == 1
        shape = (most,) if self._shared else (networks, most)
        self._dealt = [x.new_empty((*shape, x.shape[-1])) for x in (self._x1, self._y)]
        self._batches = [self._batch(first, size) for first in range(0, most, size)]

    def __iter__(self) -> Iterator[Batch]:
        """The batches of an epoch: the same tensors in every epoch, with other rows in them."""
        return iter(self._batches)

    def deal(self) -> None:
        """Draw the order of the next epoch, and put its rows into the batches."""
        orders = [
            torch.randperm(count, generator=generator)
            for (_, count), generator in zip(self._draws, self.generators, strict=True)
        ]
        if self._shared:
            (self.order,) = orders
            places = self.order
        else:
            most = self._counts[0]
            self.order = torch.stack([_filled(order, most) for order in orders])[self._which]
            places = self.order + self._starts  # [R, M]
        places = places.flatten().to(self._x1.device)
        for rows, dealt in zip((self._x1, self._y), self._dealt, strict=True):
            torch.index_select(rows, 0, places, out=dealt.view(-1, dealt.shape[-1]))

    def _batch(self, first: int, size: int) -> Batch:
        """The batch that begins with row `first` of the order."""
        left = [min(count - first, size) for count in self._counts if count > first]
        networks, n = len(left), left[0]
        x1, y = (dealt[..., first : first + n, :] for dealt in self._dealt)
        if not self._shared:
            x1, y = x1[:networks], y[:networks]
        if left[-1] == n:
            return Batch(networks, x1, y, torch.tensor(1 / n, device=y.device))
        left = torch.tensor(left, device=y.device)[:, None, None]  # [r, 1, 1]
        own = torch.arange(n, device=y.device)[:, None] < left  # [r, n, 1]
        return Batch(networks, x1, y, own / left)


def _joined(parts: Sequence[np.ndarray]) -> Tensor:
    """The rows of all parts, end to end."""
    return torch.cat([torch.from_numpy(part) for part in parts])


def _filled(order: Tensor, most: int) -> Tensor:
    """An order [N] that begins again at its end, up to [M]."""
    return order.repeat(math.ceil(most / len(order)))[:most]
