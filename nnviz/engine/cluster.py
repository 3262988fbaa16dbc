"""A Dask cluster, with the face of a `concurrent.futures.Executor`: that of Dask's own client.

Its workers need nnviz, in the same version, and all the packages it is used with. A call whose
worker is lost is done again by Dask, as often as its setting `distributed.scheduler.
allowed-failures` says: https://distributed.dask.org/en/stable/killed.html.
"""

from __future__ import annotations

import math

from nnviz.engine.workers import warm_up

try:
    from distributed import Client, Worker, WorkerPlugin
except ModuleNotFoundError as missing:
    raise RuntimeError(
        f"training on a cluster needs the package {missing.name!r}: pip install 'nnviz[cluster]'"
    ) from missing

CONNECT_SECONDS = 5


class Cluster:
    """The workers of a cluster.

    Args:
        client: the connection to its scheduler.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        # Were the same call of two visitors one task, the second one would take over the first
        # one's place in the queue.
        self._executor = client.get_executor(pure=False)
        self.submit = self._executor.submit

    @property
    def capacity(self) -> int:
        """How many calls it computes at once, by what its scheduler said last."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        return max(1, sum(worker["nthreads"] for worker in workers))

    def shutdown(self) -> None:
        """Leave the cluster; what it computes for this server is given up."""
        self._executor.shutdown(wait=False)
        self._client.close()


def connect(address: str) -> Cluster:
    """The workers of the cluster whose scheduler is at `address`; they get warm.

    Each call is a task of its own; its result stays on the cluster as long as its future is held
    here.

    Raises:
        ConnectionError: nobody answers at the address.
    """
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConnectionError(f"no Dask scheduler answers at {address!r}: {error}") from error
    client.register_plugin(Ready())
    return Cluster(client)


class Ready(WorkerPlugin):
    """Makes every worker of the cluster ready, also those that come later.

    Nothing goes to its disk, however its settings are: what is trained on may be a visitor's own.
    """

    name = "nnviz"

    def setup(self, worker: Worker) -> None:
        """Keep all results in memory; import what training needs before the first call."""
        worker.memory_manager.memory_spill_fraction = False
        if hasattr(worker.data, "n"):  # a buffer that holds n bytes before it takes to the disk
            worker.data.n = math.inf
        # Where calls run, and not here, where the worker answers its scheduler.
        worker.executors["default"].submit(warm_up)
