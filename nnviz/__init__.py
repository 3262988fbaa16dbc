"""nnviz: build a small neural network, train it on real penguins, and see every number move.

The map of the package; each line may import from the ones above it:

- `registry`: a dict of choices whose missing key is a sentence.
- `data`, `activations`, `losses`, `optimizers`, `schedules`: what there is to choose from.
- `device`: which device trains.
- `networks`: the multilayer perceptron, forwards and backwards, over any leading axes.
- `landscapes`, `descent`: gradient descent on one weight and on two.
- `training`: the settings, the one loop, and the record it leaves.
- `replay`: one epoch of a run again, step by step.
- `measures`: what a record says: loss, accuracy, gradients.
- `sweep`: many learning rates and seeds at once; the best one and the stable edge.
- `verdicts`, `diagnosis`: how a run went, and what went wrong with it.
- `ruler`, `projection`: the loss along the gradient, and on the plane of a run's own path.
- `doctor`: what a run suffers from, where one sees it, and what may help.
- `batches`, `race`, `timing`: what a batch knows, and what things cost in seconds.
- `figures`: numbers → Plotly figures; the one palette.
- `player`: the films in the browser.
- `ui`: what the pages share.
"""
