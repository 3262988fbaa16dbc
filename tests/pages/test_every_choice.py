"""Every entry of every box of the sidebar can be chosen, on every page that has one."""

from __future__ import annotations

import pytest
from app_pages import open_page

PAGES = {
    "pages/train.py": {"epochs": "2"},
    "pages/learning-rate.py": {"epochs": "2"},
    "pages/optimizers.py": {"epochs": "2", "view": "plane", "paths": ""},
    "pages/batches.py": {"epochs": "2"},
    "pages/gradient-descent.py": {},
    "pages/forward-pass.py": {},
    "pages/backpropagation.py": {},
    "pages/convolution.py": {},
    "pages/images.py": {"epochs": "1", "blocks": "1.5.max", "test_fraction": "0.9"},
}


@pytest.mark.parametrize("path", PAGES)
def test_every_entry_of_every_box_can_be_chosen(path):
    app = open_page(path, **PAGES[path])
    for place, box in enumerate(app.sidebar.selectbox):
        # A box that lists the rows of a dataset has hundreds, which are all alike: every fiftieth.
        every = 50 if len(box.options) > 100 else 1
        for index, option in list(enumerate(box.options))[::every]:
            app.sidebar.selectbox[place].select_index(index).run()
            assert not app.exception, (box.label, option)


def test_a_loss_of_another_task_is_refused_in_a_sentence():
    app = open_page("pages/train.py", loss="squared_error")
    assert not app.exception
    said = [text.value for text in app.text]
    assert any("loss = “squared_error”, which is not one of cross_entropy" in text for text in said)
