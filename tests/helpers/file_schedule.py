"""Files for workers (`--dist loadfile`), without looking at all tests that were ever handed out whenever one ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling


class FileSchedule(LoadFileScheduling):
    """The plugin's own schedule; only how it finds a test and counts those that wait differs."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._places: dict[str, int] = {}

    def add_node_collection(self, node: Any, collection: Sequence[str]) -> None:
        """All workers collect the same tests in the same order; `schedule` refuses others."""
        super().add_node_collection(node, collection)
        self._places = self._places or {nodeid: place for place, nodeid in enumerate(collection)}

    def _assign_work_unit(self, node: Any) -> None:
        scope, work = self.workqueue.popitem(last=False)
        self.assigned_work.setdefault(node, {})[scope] = work
        node.send_runtest_some([self._places[nodeid] for nodeid, done in work.items() if not done])

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """Files that are done are counted no more."""
        super().mark_test_complete(node, item_index, duration)
        assigned = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(assigned[scope].values()):
            del assigned[scope]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileSchedule:
    """The plugin asks for it; tests/conftest.py has it asked here where files are handed out."""
    return FileSchedule(config, log)
