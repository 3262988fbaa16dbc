"""Thirty visitors take their runs with them while one trains: what that costs him, and them.

The visitors are sessions without a browser (see `visitors`). Each of the thirty has a run of his
own, trained before, so that no file serves two. Their files are held against what this process
takes to make them one after the other, and the one who trains against himself alone.

    python -m pytest tests/benchmarks/test_take.py -s
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from statistics import median
from time import perf_counter

from measuring import percentile, report, seconds_of
from visitors import Visitor, visitor

from nnviz.core.experiment import DEFAULT
from nnviz.core.measures import curves_of
from nnviz.core.trainer import train
from nnviz.engine.workers import worker_count
from nnviz.export.exports import EXPORTS
from nnviz.export.moment import Moment
from nnviz.films.tales import tell

CLASS, EPOCHS, TAKEN = 30, 60, 40
FAST = {export.label for export in EXPORTS.values() if not export.slow}
TRIES = 3
PATIENCE = 600
"""Seconds to wait for a run, or for files."""


def files_seconds() -> float:
    """What it takes to make the files of one run that is trained and told."""
    training = replace(DEFAULT.training, epochs=EPOCHS, seed=900)
    experiment = replace(DEFAULT, training=training)
    run = train(experiment.network, experiment.split(), training)
    told = tell(experiment, run, curves_of(experiment, run))

    def work() -> None:
        moment = Moment(experiment, run, TAKEN, tale=told)
        for export in EXPORTS.values():
            if not export.slow:
                export.make(moment)

    work()  # what is made once is made
    return seconds_of(work)


async def trained(person: Visitor) -> None:
    done = f"Trained for {EPOCHS} epochs"
    await person.until(lambda: person.status.startswith(done), seconds=PATIENCE)


async def train_there(person: Visitor) -> float:
    start = perf_counter()
    await person.press("Train")
    await trained(person)
    return perf_counter() - start


async def take_there(person: Visitor) -> float:
    """The seconds until all files of an epoch are there."""
    start = perf_counter()
    await person.take(TAKEN)
    await person.until(lambda: person.files >= FAST, seconds=PATIENCE)
    return perf_counter() - start


async def lesson(address: str, seed: int, takers: int) -> tuple[float, list[float]]:
    """One trains a long run while so many take theirs: his seconds, and theirs."""
    async with AsyncExitStack() as school:
        people = [await school.enter_async_context(visitor(address)) for _ in range(takers + 1)]
        for index, person in enumerate(people[1:]):
            await person.open("train", f"epochs={EPOCHS}&seed={seed + index}")
            await trained(person)
        await people[0].open("train", f"epochs={EPOCHS}&batch_size=1&trained=0&seed={seed}")
        spent, *taken = await asyncio.gather(
            train_there(people[0]), *(take_there(person) for person in people[1:])
        )
        assert [error for person in people for error in person.errors] == []
        return spent, taken


def test_thirty_take_their_runs_while_one_trains(address):
    asyncio.run(lesson(address, 990, takers=1))  # imports and first uses are not counted
    alone = median(asyncio.run(lesson(address, 100 + i, takers=0))[0] for i in range(TRIES))
    lessons = [asyncio.run(lesson(address, 200 + 50 * i, takers=CLASS)) for i in range(TRIES)]
    beside = median(spent for spent, _ in lessons)
    report(
        "a run trained while thirty take theirs / alone",
        f"{beside / alone:.2f} × ({beside:.2f} s against {alone:.2f} s)",
        "≤ 3 ×",
    )
    shared = CLASS * files_seconds() / worker_count()
    taken = [seconds for _, each in lessons for seconds in each]
    last = median(max(each) for _, each in lessons)
    report(
        f"all {len(FAST)} files of all thirty / made one after the other",
        f"{last / shared:.2f} × ({last:.2f} s against {shared:.2f} s of {worker_count()} workers; "
        f"the first panel {min(taken):.2f} s, half of them {percentile(taken, 0.5):.2f} s)",
        "≤ 5 ×",
    )
    assert beside / alone <= 3
    assert last / shared <= 5
