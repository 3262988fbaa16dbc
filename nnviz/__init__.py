"""nnviz: build a small neural network, train it on real penguins, and see every number move.

The map of the package; each room imports only from those above it:

- `core`: what a network is and how it learns.
- `study`, `terrain`: questions asked of runs; gradient descent on one weight and on two.
- `films`, `figures`: records → the players' bytes, and Plotly figures.
- `engine`: the store of runs, and what a visitor has asked for.
- `ui`: what the pages share, and a folder for each of them. `frontend`: the films in the browser.
"""
