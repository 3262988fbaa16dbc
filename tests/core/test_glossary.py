"""The glossary: plain sentences, and no term that is pointed at without being in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import torch

from nnviz.core.glossary import GLOSSARY, MARKED, glossary, is_term, key_of, linked, marked
from nnviz.core.measures import blind_loss
from nnviz.core.tasks import TASKS
from nnviz.study.doctor.finding import TERMS as OF_FINDINGS
from nnviz.study.doctor.rules import RULES
from nnviz.study.milestones import TERMS as OF_MILESTONES

ROOT = Path(__file__).parents[2]
TERMS = glossary()
FORMS = {form.lower() for key, term in TERMS.items() for form in (key, term.name, *term.forms)}
SOURCES = [
    *(ROOT / "nnviz").rglob("*.py"),
    *(ROOT / "pages").glob("*.py"),
    *(ROOT / "nnviz" / "frontend").rglob("*.js"),
]


def pointed_at(path: Path) -> list[str]:
    """The terms in the texts of a file, but those that are put together while it runs."""
    if path.suffix == ".py":
        nodes = ast.walk(ast.parse(path.read_text()))
        constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
        texts = [constant for constant in constants if isinstance(constant, str)]
    else:
        texts = re.findall(r"'[^'\n]*'|`[^`]*`", path.read_text())
    found = [form or shown for text in texts for shown, form in MARKED.findall(text)]
    return [form for form in found if "${" not in form]


def test_every_term_is_one_or_two_sentences_and_has_one_meaning():
    forms = [
        form.lower()
        for key, term in GLOSSARY.items()
        for form in {key, term.name.lower(), *map(str.lower, term.forms)}
    ]
    assert len(forms) == len(set(forms))
    for term in TERMS.values():
        assert re.fullmatch(r"[^.]+(\d\.\d[^.]*)*\.( [^.]+(\d\.\d[^.]*)*\.)?", term.says), term.says
        assert len(term.says) <= 180, term.says


NEWCOMERS = ["neuron", "nats", "cross-entropy", "learning rate", "δ", "m̂", "overfitting", "NaN"]


@pytest.mark.parametrize("name", [*NEWCOMERS, "not a number", "matrix"])
def test_the_words_that_newcomers_asked_for_are_there(name):
    assert name.lower() in FORMS


def test_whatever_is_pointed_at_is_a_term():
    files = {path: pointed_at(path) for path in SOURCES if path.name != "glossary.py"}
    assert sum(map(len, files.values())) > 100
    for path, forms in files.items():
        unknown = [form for form in forms if form.lower() not in FORMS]
        assert unknown == [], path


def test_what_the_doctor_says_points_at_terms():
    assert all(map(is_term, OF_FINDINGS))
    assert all(map(is_term, OF_MILESTONES))
    said = "Loss, training loss and loss: a closs is none, η is. Dead neurons are dead."
    assert marked(said, OF_FINDINGS) == (
        "[[Loss]], [[training loss]] and loss: a closs is none, [[η]] is. "
        "[[Dead neurons]] are [[dead]]."
    )
    titles = {key: marked(rule.title, OF_FINDINGS) for key, rule in RULES.items()}
    assert titles["never_answered"] == "A class never [[predicted]]"
    assert titles["stuck"] == "Stuck at [[guessing]]"


def test_what_guessing_costs_is_what_the_record_calls_a_guess(penguin_split):
    said = TERMS["guessing"].says
    cost = blind_loss("cross_entropy", penguin_split)
    assert TASKS[penguin_split.task].blind_words in said
    assert f"ln {len(penguin_split.train_targets[0])}, {cost:.2f} nats" in said


@pytest.mark.parametrize(
    ("key", "letter", "index"), [("corrected-momentum", "m", 0), ("corrected-squares", "v", 1)]
)
def test_a_corrected_mean_is_divided_by_the_share_that_is_there(key, letter, index):
    """Torch's running means of gradients of 1 are 1 − βᵗ: the card's correction makes them 1."""
    weight = torch.ones(1, requires_grad=True)
    adam = torch.optim.Adam([weight])
    beta = adam.defaults["betas"][index]
    for step in range(1, 4):
        weight.grad = torch.ones(1)
        adam.step()
        mean = adam.state[weight][("exp_avg", "exp_avg_sq")[index]].item()
        assert mean / (1 - beta**step) == pytest.approx(1, rel=1e-3)
    assert f"{letter} / (1 − β{'₁₂'[index]}ᵗ)" in TERMS[key].says


def test_a_matrix_is_not_always_one_of_weights():
    assert key_of("matrix") == "matrix"
    assert key_of("weight matrices") == "weight-matrix"


def test_prose_points_at_terms_in_any_form():
    assert linked("[[Losses]] fall") == "[Losses](words?term=loss) fall"
    assert linked("[[m̂]]") == "[m̂](words?term=corrected-momentum)"
    assert linked("by [[Adam|optimizer-adam]]") == "by [Adam](words?term=optimizer-adam)"
    assert is_term("Dead neurons")
    assert not is_term("bad start")
    assert key_of("η") == "learning-rate"
    with pytest.raises(ValueError, match="no term is called 'penguin'"):
        linked("a [[penguin]]")
