"""Where slices of training run: one setting decides."""

from __future__ import annotations

from concurrent.futures import Executor


def executor(cluster: str | None = None) -> Executor:
    """The worker processes of this machine, or the Dask cluster at an address; both get warm.

    Calls that are submitted should be pure functions that can be imported by name: whoever is lost
    in the middle of one, it is done again. What either needs is imported only here.

    Args:
        cluster: the scheduler's address, such as ``tcp://host:8786``.

    Raises:
        RuntimeError: an address is given, but the package `distributed` is not installed.
    """
    if not cluster:
        from nnviz.engine.workers import Workers

        return Workers()
    from nnviz.engine.cluster import Cluster

    return Cluster(cluster)
