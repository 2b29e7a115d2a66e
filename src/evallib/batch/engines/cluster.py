"""The cluster (集群): the same calls on the workers of a Dask scheduler.

A worker runs each call in a child of a fork server of its own, so that a report there is as isolated as here. Workers
need evallib and its libraries, and the workspace at the same path (a shared file system).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

from evallib.batch.engines.fork_server import Call, ForkServerExecutor
from evallib.model.problems import EvallibError, Problem

_servers: dict[str, ForkServerExecutor] = {}
_lock = threading.Lock()


class ClusterExecutor(Executor):
    """Submits calls to a Dask cluster.

    Raises:
        EvallibError: Dask is not installed, or nobody answers at the address.
    """

    def __init__(self, address: str, forks: bool, timeout: float | None, log: Path, warm_up: Call) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise EvallibError(
                Problem(
                    "batch.no_dask",
                    "没有安装 Dask",
                    expected="evallib[dask]",
                    advice="请运行 pip install 'evallib[dask]'",
                )
            ) from None
        try:
            self._client = Client(address, timeout=5)
        except (OSError, ValueError) as error:
            raise EvallibError(
                Problem(
                    "batch.no_scheduler",
                    "连接不到 Dask 调度器",
                    value=address,
                    expected="例如 tcp://10.0.0.1:8786",
                    advice=f"请确认调度器正在运行（{error}）",
                )
            ) from None
        self._executor = self._client.get_executor()
        self._forks, self._settings = forks, (timeout, log, warm_up)

    @property
    def threads(self) -> int:
        """Calls that the cluster takes at a time."""
        return max(1, sum(int(count) for count in self._client.nthreads().values()))

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        """Run a call on some worker."""
        if self._forks:
            future = self._executor.submit(isolated, self._settings, function, arguments, keywords)
        else:
            future = self._executor.submit(function, *arguments, **keywords)
        return future  # type: ignore[no-any-return]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; its scheduler and workers stay."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()


def isolated(
    settings: tuple[float | None, Path, Call], function: Callable[..., Any], arguments: Any, keywords: Any
) -> Any:
    """Run a call in a child of this worker's fork server; a fork server that was lost is replaced once."""
    for last_try in (False, True):
        try:
            return _server(*settings).submit(function, *arguments, **keywords).result()
        except BrokenExecutor:
            with _lock:
                _servers.clear()
            if last_try:
                raise
    raise AssertionError


def _server(timeout: float | None, log: Path, warm_up: Call) -> ForkServerExecutor:
    key = repr((timeout, warm_up[0].__name__, warm_up[1]))
    with _lock:
        if key not in _servers:
            _servers[key] = ForkServerExecutor(64, timeout, log, warm_up)  # Dask limits how many run at a time
        return _servers[key]
