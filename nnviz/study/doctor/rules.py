"""The registry of rules, and the two ways to ask them: for all that holds, and for one cause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nnviz.core.data import Dataset, Split
from nnviz.core.experiment import Experiment
from nnviz.core.measures import Curves
from nnviz.core.record import Run
from nnviz.core.registry import Registry
from nnviz.study.doctor.answers import (
    hard_row,
    left_out_too,
    never_answered,
    overfitting,
    sure_and_wrong,
)
from nnviz.study.doctor.features import raw
from nnviz.study.doctor.finding import Finding
from nnviz.study.doctor.losses import (
    bad_start,
    diverged,
    slow_start,
    spike,
    stuck,
    too_high,
    too_low,
    unlearned,
    well,
)
from nnviz.study.doctor.neurons import dead, saturated, silent
from nnviz.study.doctor.patient import Patient

REMARK = 4
"""The urgency of what may be seen in a run that does well."""


@dataclass(frozen=True)
class Rule:
    """One thing that may be the matter with a run. Among equals, the registry's order decides.

    Attributes:
        title: the name on the screen.
        find: what it says of a run; None if it does not hold.
        urgency: 1, nothing more can be learned; 2, it harms the training; 3, good to know;
            `REMARK`, no illness, and needs no cure; None, it says where a loss came from, and is
            nothing to act on.
        certainty: 1, the record says so itself; 2, a threshold of ours says so; 3, it takes a
            comparison with what might have been; 4, it holds for every run; None, it says what is
            so, and explains nothing.
        alone: whether all else that may be found in such a run follows from this.
        before_all: whether this is to be cured before anything else can be: what else is found
            comes without a cure.
    """

    title: str
    find: Callable[[Patient], Finding | None]
    urgency: int | None
    certainty: int | None
    alone: bool = False
    before_all: bool = False


RULES = Registry(
    "rule",
    {
        "raw": Rule("Raw features", raw, urgency=1, certainty=1, before_all=True),
        "diverged": Rule("Diverged", diverged, urgency=1, certainty=1, alone=True),
        "dead": Rule("Dead neurons", dead, urgency=1, certainty=1),
        "rate_too_high": Rule("Learning rate too high", too_high, urgency=2, certainty=1),
        "saturated": Rule("Saturated neurons", saturated, urgency=2, certainty=2),
        "rate_too_low": Rule("Learning rate too low", too_low, urgency=2, certainty=3),
        "sure_and_wrong": Rule("Wrong with confidence", sure_and_wrong, urgency=2, certainty=2),
        "stuck": Rule("Stuck at guessing", stuck, urgency=2, certainty=3),
        "never_answered": Rule("A class never predicted", never_answered, urgency=3, certainty=1),
        "left_out_too": Rule("A class never predicted", left_out_too, urgency=3, certainty=None),
        "silent": Rule("Some dead neurons", silent, urgency=REMARK, certainty=None),
        "unlearned": Rule("Nothing learned", unlearned, urgency=None, certainty=2),
        "bad_start": Rule("Bad start", bad_start, urgency=None, certainty=2),
        "slow_start": Rule("Slow start", slow_start, urgency=None, certainty=2),
        "spike": Rule("Ended on a spike", spike, urgency=None, certainty=2),
        "hard_row": Rule("One hard row", hard_row, urgency=None, certainty=2),
        "overfitting": Rule("Overfitting", overfitting, urgency=3, certainty=3),
        "well": Rule("Nothing unusual", well, urgency=None, certainty=4),
    },
)

WELL = "well"
"""The rule that speaks where no other does."""


def examine(patient: Patient) -> list[Finding]:
    """All that there is to act on, most urgent first, then the remarks.

    [] if there is nothing to say, or nothing was trained, as far as it could have been.
    """
    if patient.trained == 0 and np.isfinite(patient.loss).all():
        return []
    urgent = [key for key in RULES if RULES[key].urgency is not None]
    findings = []
    for key in sorted(urgent, key=lambda key: RULES[key].urgency):
        if found := _ask(key, patient):
            first = any(RULES[one.rule].before_all for one in findings)
            findings.append(replace(found, cure=None) if first else found)
            if RULES[key].alone:
                break
    return findings


def findings_of(experiment: Experiment, run: Run, curves: Curves) -> tuple[Finding, ...]:
    """All that there is to act on in an experiment's run; of a branch, in its own epochs."""
    if experiment.origin:
        first = int(np.searchsorted(run.epochs, experiment.origin.epoch))
        run, curves = run.rows(first, len(run.epochs)), curves.rows(first, len(run.epochs))
    return tuple(examine(Patient(run, curves, experiment.dataset, experiment.split())))


def explain(patient: Patient) -> Finding:
    """What the most certain rule that holds says of a run.

    It is a statement about the record, with its numbers; whether it is *the* cause of a bad result,
    a record alone cannot prove.
    """
    causes = [key for key in RULES if RULES[key].certainty is not None]
    for key in sorted(causes, key=lambda key: RULES[key].certainty):
        if found := _ask(key, patient):
            return found
    raise AssertionError("the last rule always holds")


def explained(
    records: Sequence[tuple[Run, Curves]], dataset: Dataset, split: Split
) -> list[Finding]:
    """What the most certain rule says of each of several runs on the same rows."""
    return [explain(Patient(run, curves, dataset, split)) for run, curves in records]


def _ask(key: str, patient: Patient) -> Finding | None:
    rule = RULES[key]
    found = rule.find(patient)
    return found and replace(
        found, rule=key, title=found.title or rule.title, remark=rule.urgency == REMARK
    )
