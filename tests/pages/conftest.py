"""Pages compute where they are asked: what one shows is there when it has run."""

from __future__ import annotations

from immediately import immediately  # noqa: F401, a fixture for every test here
