"""A Dask cluster, with the face of a `concurrent.futures.Executor`.

Its workers need nnviz, in the same version, and all the packages it is used with. A call whose
worker is lost is done again by Dask, as often as its setting `distributed.scheduler.
allowed-failures` says: https://distributed.dask.org/en/stable/killed.html.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from time import monotonic
from typing import ParamSpec, TypeVar

from nnviz.engine.workers import warm_up

try:
    from distributed import Client, Worker, WorkerPlugin
except ModuleNotFoundError as missing:
    raise RuntimeError(
        f"training on a cluster needs the package {missing.name!r}: pip install 'nnviz[cluster]'"
    ) from missing

CONNECT_SECONDS = 5

REFUSED_SECONDS = 10
"""So long it is not tried again to reach a scheduler that has not answered."""

MOST_CALLS = 128
"""The most calls that are on their way at once."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Cluster(Executor):
    """The workers of a cluster, which is reached when the first call is made.

    Each call has a thread here that waits for it. So nobody who submits one waits for the network,
    and what is done with its result does not keep Dask's own thread from hearing of the others.

    Args:
        address: the scheduler's, such as ``tcp://host:8786``.

    Attributes:
        capacity: how many calls it computes at once, by what its scheduler said last; 1 before.
    """

    def __init__(self, address: str) -> None:
        self.capacity = 1
        self._address = address
        self._client: Client | None = None
        self._refused_until, self._refusal = -math.inf, ""
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(MOST_CALLS, thread_name_prefix="cluster")
        # At the end of the process its threads are waited for, and they wait for the cluster.
        threading._register_atexit(self.shutdown)

    def submit(
        self, function: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> Future[Result]:
        """Call a function on the cluster. Its arguments and its result are pickled.

        Raises:
            ConnectionError: by the future, nobody answers at the address.
            CancelledError: by the future, the cluster was left, or has been lost, meanwhile.
        """
        return self._threads.submit(self._call, function, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Leave the cluster; what it computes for this server is given up."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._client:
            self._client.close()
        self._threads.shutdown(wait)

    def client(self) -> Client:
        """The connection to the scheduler, made anew if it was lost; as `submit` for errors."""
        with self._lock:
            if self._client and self._client.status in ("running", "connecting"):
                return self._client
            if monotonic() < self._refused_until:
                raise ConnectionError(self._refusal)
            try:
                self._client = connect(self._address)
            except ConnectionError as error:
                self._refused_until, self._refusal = monotonic() + REFUSED_SECONDS, str(error)
                raise
            return self._client

    def _call(self, function: Callable[..., Result], args: tuple, kwargs: dict) -> Result:
        client = self.client()
        workers = client.scheduler_info(n_workers=-1)["workers"].values()
        self.capacity = min(max(1, sum(worker["nthreads"] for worker in workers)), MOST_CALLS)
        # Were the same call of two visitors one task, the second one would take over the first
        # one's place in the queue.
        return client.submit(function, *args, **kwargs, pure=False).result()


def connect(address: str) -> Client:
    """A connection to the scheduler at `address`, whose workers get warm.

    Raises:
        ConnectionError: nobody answers there.
    """
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        client.register_plugin(Ready())
    except (OSError, ValueError) as error:
        raise ConnectionError(f"no Dask scheduler answers at {address!r}: {error}") from error
    return client


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
