"""What Windows lacks, taken away: a program that runs with this folder first on PYTHONPATH finds itself without it.

No fork, no process groups, no affinity, pipes that evallib cannot wait for, and a complaint where evallib
opens a file without naming its encoding. What this cannot show (locks of other programs, drive letters, the 260 signs
of a path) is tested by raising what Windows raises.
"""

import os
import select
import stat
import sys
import warnings

for name in ("fork", "forkpty", "register_at_fork", "killpg", "setsid", "sched_getaffinity"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("poll", "epoll"):
    if hasattr(select, name):
        delattr(select, name)


class OnlySockets:
    """`select` of Windows, for evallib; the standard library here is that of another system and keeps its own."""

    original = staticmethod(select.select)

    def __call__(self, reading, writing, failing, timeout=None):
        if "evallib" in sys._getframe(1).f_globals["__name__"]:
            for item in [*reading, *writing, *failing]:
                if not stat.S_ISSOCK(os.fstat(item if isinstance(item, int) else item.fileno()).st_mode):
                    raise OSError(10038, "an operation was attempted on something that is not a socket")
        return self.original(reading, writing, failing, timeout)


select.select = OnlySockets()
warnings.filterwarnings("error", category=EncodingWarning, module=r"evallib\.")
