"""Without the search for cycles (暂停循环回收): a report is many small objects that live to the end of its audit."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: So many new objects are worth the trouble.
MANY = 20_000


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for cycles, of which a report and its ledger have none; looking costs a tenth of the time.

    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # To count what is frozen takes as long as it is much; of few new objects the next search is short anyway.
            if gc.get_count()[0] > MANY and not gc.get_freeze_count():
                # What was made meanwhile counts as looked at: it waits for the next search among what is old.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
