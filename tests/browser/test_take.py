"""Take it with you: the files of the epoch on the screen, downloaded."""

from __future__ import annotations

import io
import re

import numpy as np
import pandas as pd
from playwright.sync_api import expect
from time_machine import button, go_to, player, settle

import nnviz
from nnviz.core.experiment import DEFAULT


def test_the_curves_of_the_run_on_the_screen_are_a_download(visit):
    page = visit("/train")
    expect(player(page)).to_have_attribute("data-state", re.compile("ended|paused"))
    go_to(page, 40)
    button(page, "Take it with you").click()
    expect(page.get_by_role("heading", name="Take epoch 40 with you")).to_be_visible()
    download = page.get_by_role("button", name=re.compile("^.*Curves .CSV. · [0-9]+ kB"))
    with page.expect_download() as taken:
        download.click()
    assert taken.value.suggested_filename == "nnviz-penguins-4-10-10-3-epoch-40.csv"
    table = pd.read_csv(io.BytesIO(taken.value.path().read_bytes()))
    run = nnviz.train(DEFAULT.network, DEFAULT.split(), DEFAULT.training)
    losses = table[table["measure"] == "test_loss"]["value"].to_numpy(np.float32)
    curves = nnviz.curves(run, DEFAULT.split())
    np.testing.assert_array_equal(losses, curves.test_loss)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", name="Take epoch 40 with you")).to_have_count(0)
    settle(page)
