"""The player: films of a run, drawn in the browser.

`network` shows a network learning, `descent` a single weight. Both are components without a build
step: `frontend/` holds plain ES modules, which share one playback, one transport bar, one chart.
"""
