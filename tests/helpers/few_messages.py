"""A worker tells the run of each test's call, and of setup and teardown only what went wrong: of six messages a test three."""

import linecache
from typing import Any

import pytest
from _pytest.doctest import DoctestItem
from _pytest.runner import runtestprotocol


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """The test as pytest runs it; ten thousand tests tell three times as much as anybody asks for."""
    hook: Any = item.ihook
    if isinstance(item, DoctestItem):
        linecache.clearcache()  # the runner of examples asks for each file in it whether it has changed
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            hook.pytest_runtest_logreport(report=report)
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
