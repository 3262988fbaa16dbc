"""The program for PyTorch as a Jupyter notebook: its sections in cells, and its curves.

Of the format of nbformat 4 (https://nbformat.readthedocs.io, BSD).
"""

from __future__ import annotations

from nnviz.core.look import PALETTE
from nnviz.export.moment import Moment
from nnviz.export.program import Section
from nnviz.export.torch_program import about, sections


def notebook(moment: Moment) -> bytes:
    """The notebook, UTF-8 JSON, not yet run; the same bytes whenever it is made.

    Its curves are drawn as SVG, so that it needs no more than the program does.
    """
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    heading, *rest = [text for text in about(moment) if text]
    cells = [new_markdown_cell("\n\n".join([f"# {heading.rstrip('.')}", *rest]))]
    for section in [*sections(moment), CURVES]:
        cells += [
            new_markdown_cell(f"## {section.title}\n\n{section.words}".strip()),
            new_code_cell(section.code),
        ]
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"  # else a random one
    python = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = new_notebook(cells=cells, metadata={"kernelspec": python})
    nbformat.validate(book)
    return nbformat.writes(book).encode()


TRAIN, TEST = (PALETTE["light"]["series"][side] for side in ("train", "test"))

CURVES = Section(
    "The curves",
    "The loss after each epoch, of the training rows solid, of those of the test dashed: /train "
    "draws the same. They are in `history`; where pandas and matplotlib are, "
    '`pandas.DataFrame(history, columns=["epoch", "training", "test"]).plot(x="epoch")` does it, '
    "too.",
    f'''\
from IPython.display import SVG

known = [row for row in history if math.isfinite(row[1] + row[2])]
last, most = max(row[0] for row in known) or 1, max(max(row[1:]) for row in known) or 1


def line(column, style):
    """A curve from the left, epoch 0, to the right; the largest loss is at the top."""
    points = " ".join(
        f"{{60 + 520 * row[0] / last:.1f}},{{230 - 210 * row[column] / most:.1f}}" for row in known
    )
    return f'<polyline points="{{points}}" fill="none" stroke-width="2" {{style}}/>'


SVG(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 260" width="600" '
    'font-family="sans-serif" font-size="12">'
    '<rect width="600" height="260" fill="white"/>'
    '<path d="M60 20V230H580" fill="none" stroke="#888888"/>'
    f'<text x="55" y="24" text-anchor="end">{{most:.3g}}</text>'
    '<text x="55" y="234" text-anchor="end">0</text>'
    f'<text x="580" y="250" text-anchor="end">epoch {{last}}</text>'
    '<text x="580" y="24" text-anchor="end">loss: training solid, test dashed</text>'
    + line(1, 'stroke="{TRAIN}"')
    + line(2, 'stroke="{TEST}" stroke-dasharray="6 4"')
    + "</svg>"
)''',
)
