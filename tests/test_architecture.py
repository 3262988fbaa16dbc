"""The house rules that a machine can check: who imports whom, and how long a page is."""

import ast
import math
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "nnviz").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))

# Each room, and the rooms that it may import beside itself.
BASE = {"core"}
QUESTIONS = BASE | {"models", "study", "terrain"}
PICTURES = QUESTIONS | {"films", "figures"}
ROOMS = {
    "core": set(),
    "models": BASE,
    "study": BASE,
    "terrain": BASE,
    "course": QUESTIONS,
    "films": QUESTIONS,
    "figures": QUESTIONS,
    "export": PICTURES,
    "engine": PICTURES,
    "ui": PICTURES | {"course", "export", "engine"},
}
MOST_LINES = 400


def statements(path: Path) -> list[ast.stmt]:
    """All statements of a file but those that only a type checker reads."""
    tree = ast.parse(path.read_text())
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", None) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    return [node for node in ast.walk(tree) if node not in skipped]


@cache
def imports(path: Path) -> frozenset[str]:
    """The dotted names of all modules that a file imports, wherever in the file."""
    found = set()
    for node in statements(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def files_of(name: str) -> list[Path]:
    """The file of a module of ours, and those of the packages that are imported with it."""
    parts = name.split(".")
    if parts[0] != "nnviz":
        return []
    found = [ROOT.joinpath(*parts[:end], "__init__.py") for end in range(1, len(parts) + 1)]
    return [path for path in (*found, ROOT.joinpath(*parts).with_suffix(".py")) if path.exists()]


def own(path: Path) -> list[Path]:
    """The packages that a file belongs to: they gather its names, and are there before it."""
    return [folder / "__init__.py" for folder in path.parents]


@cache
def reached(path: Path) -> frozenset[Path]:
    """The files of ours that are imported when this one is, itself among them."""
    seen, ahead = set(), [path]
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            ahead += [
                file for name in imports(here) for file in files_of(name) if file not in own(here)
            ]
    return frozenset(seen)


def ours(path: Path) -> set[str]:
    """The rooms of nnviz that a file imports: "core", "ui", …"""
    return {name.split(".")[1] for name in imports(path) if name.startswith("nnviz.")}


def outside(path: Path) -> set[str]:
    """The packages from outside that a file imports."""
    return {name.split(".")[0] for name in imports(path)}


def outside_of_all(path: Path) -> set[str]:
    """The packages from outside that are imported when a file is."""
    return {name for file in reached(path) for name in outside(file)}


def room(path: Path) -> str:
    return path.relative_to(ROOT / "nnviz").parts[0]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


IN_ROOMS = [path for path in MODULES if path.parent != ROOT / "nnviz"]


@pytest.mark.parametrize("path", IN_ROOMS, ids=short)
def test_a_room_imports_the_rooms_below_it(path):
    assert ours(path) <= ROOMS[room(path)] | {room(path)}
    assert {room(file) for file in reached(path) - {ROOT / "nnviz" / "__init__.py"}} <= ROOMS[
        room(path)
    ] | {room(path)}


@pytest.mark.parametrize("path", IN_ROOMS, ids=short)
def test_streamlit_stays_in_ui_plotly_in_figures_and_torch_out_of_pictures(path):
    where = room(path)
    if where != "ui":
        assert "streamlit" not in outside_of_all(path)
    if where not in {"figures", "ui", "export"}:
        assert "plotly" not in outside_of_all(path)
    if where == "figures":
        assert "torch" not in outside_of_all(path)
    if where == "films":
        assert "torch" not in outside(path)


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_no_file_imports_itself_in_a_circle(path):
    for file in (file for name in imports(path) for file in files_of(name)):
        assert file in own(path) or path not in reached(file)


@pytest.mark.parametrize("path", [*MODULES, *PAGES, *(ROOT / "tests").rglob("*.py")], ids=short)
def test_a_file_is_understood_in_one_sitting(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_nothing_that_is_no_test_is_called_one():
    for path in MODULES:
        assert not path.stem.startswith("test_")
        assert not path.stem.endswith("_test")


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_a_page_is_a_short_article_and_imports_no_other(path):
    assert len(path.read_text().splitlines()) <= 120
    assert not any(name.split(".")[0] == "pages" for name in imports(path))


def test_the_app_is_a_table_of_contents():
    assert outside(ROOT / "app.py") == {"streamlit", "starlette", "nnviz"}
    assert outside(ROOT / "contents.py") == {"streamlit", "nnviz"}
    assert ours(ROOT / "app.py") == {"ui"}
    assert ours(ROOT / "contents.py") == {"course", "ui"}


def test_no_name_of_a_choice_is_compared_outside_its_registry():
    from nnviz.core.activations import ACTIVATIONS
    from nnviz.core.losses import LOSSES
    from nnviz.core.optimizers import OPTIMIZERS

    names = {*ACTIVATIONS, *LOSSES, *OPTIMIZERS}
    for path in [*MODULES, *PAGES]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare):
                for side in [node.left, *node.comparators]:
                    if isinstance(side, ast.Constant):
                        assert side.value not in names, f"{path.name}:{node.lineno}"


def test_nothing_draws_raw_html():
    for path in [*MODULES, *PAGES, ROOT / "app.py", ROOT / "contents.py"]:
        text = path.read_text()
        assert "unsafe_allow_html" not in text
        assert "st.html(" not in text


def test_both_variants_of_the_palette_hold_the_same_colours():
    from nnviz.core.look import MARKERS, PALETTE

    light, dark = PALETTE["light"], PALETTE["dark"]
    assert light.keys() == dark.keys()
    assert len(light["classes"]) == len(dark["classes"])
    assert math.gcd(len(light["classes"]), len(MARKERS)) == 1, "else looks would repeat too soon"
