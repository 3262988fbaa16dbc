"""The house rules that a machine can check: who imports whom, and how long a page is."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "nnviz").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))

# Every module of the core, and the modules of the core that it may import.
LEAVES = {
    "registry",
    "data",
    "activations",
    "losses",
    "optimizers",
    "schedules",
    "device",
    "verdicts",
}
CORE = {
    **{leaf: {"registry"} for leaf in LEAVES},
    "networks": LEAVES,
    "landscapes": LEAVES,
    "descent": LEAVES,
    "training": LEAVES | {"networks"},
    "replay": LEAVES | {"networks", "training"},
    "measures": LEAVES | {"networks", "training"},
    "batches": LEAVES | {"networks"},
    "timing": LEAVES | {"networks", "training"},
    "ruler": LEAVES | {"networks", "training", "measures"},
    "sweep": LEAVES | {"networks", "training", "measures"},
    "race": LEAVES | {"networks", "training", "measures"},
    "projection": LEAVES | {"networks", "training", "measures"},
    "diagnosis": LEAVES | {"networks", "training", "measures"},
    "doctor": LEAVES | {"networks", "training", "measures", "diagnosis", "ruler"},
}


def imports(path: Path) -> set[str]:
    """The dotted names of all modules that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def ours(path: Path) -> set[str]:
    """The parts of nnviz that a file imports: "training", "ui", …"""
    return {name.split(".")[1] for name in imports(path) if name.startswith("nnviz.")}


def outside(path: Path) -> set[str]:
    """The packages from outside that a file imports."""
    return {name.split(".")[0] for name in imports(path)}


def part(path: Path) -> str:
    return path.relative_to(ROOT / "nnviz").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_who_may_import_whom(path):
    where = part(path)
    if where == "__init__":
        assert not imports(path)
    elif where == "figures":
        assert not outside(path) & {"streamlit", "torch"}
        assert ours(path) <= CORE.keys() | {"figures"}
    elif where == "player":
        assert ours(path) <= CORE.keys() | {"figures", "player"}
    elif where == "ui":
        assert ours(path) <= CORE.keys() | {"figures", "player", "ui"}
    else:
        assert not outside(path) & {"streamlit", "plotly"}
        assert ours(path) <= CORE[where]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_a_page_is_a_short_article_and_imports_no_other(path):
    assert len(path.read_text().splitlines()) <= 120
    assert not any(name.split(".")[0] == "pages" for name in imports(path))


def test_the_app_is_a_table_of_contents():
    assert outside(ROOT / "app.py") == {"streamlit", "nnviz"}
    assert ours(ROOT / "app.py") == {"ui"}


def test_no_name_of_a_choice_is_compared_outside_its_registry():
    from nnviz.activations import ACTIVATIONS
    from nnviz.losses import LOSSES
    from nnviz.optimizers import OPTIMIZERS

    names = {*ACTIVATIONS, *LOSSES, *OPTIMIZERS}
    for path in [*MODULES, *PAGES]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare):
                for side in [node.left, *node.comparators]:
                    if isinstance(side, ast.Constant):
                        assert side.value not in names, f"{path.name}:{node.lineno}"


def test_nothing_draws_raw_html():
    for path in [*MODULES, *PAGES, ROOT / "app.py"]:
        text = path.read_text()
        assert "unsafe_allow_html" not in text
        # The one st.html is the style sheet, a file of our own.
        assert text.count("st.html(") == (1 if path.name == "layout.py" else 0)


def test_both_variants_of_the_palette_hold_the_same_colours():
    from nnviz.figures.theme import MARKERS, PALETTE

    light, dark = PALETTE["light"], PALETTE["dark"]
    assert light.keys() == dark.keys()
    assert len(light["classes"]) == len(dark["classes"]) == len(MARKERS)
