"""Encoders: each turns records into one block of bytes, which a film in the browser plays.

`network` shows a network learning, `descent` a single weight, `race` optimizers on a landscape,
`sweep` many learning rates at once. `nnviz.ui.mounts` puts them on a page; the films themselves
are the plain ES modules of `frontend/`.
"""
