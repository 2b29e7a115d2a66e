"""Closing a run (收尾): what its last steps need is loaded early, and what may not leave is taken out of reports/."""

from __future__ import annotations

from contextlib import suppress

from evallib.batch.uninterrupted import uninterrupted
from evallib.model.workspace.units import Workspace


def prepare(workspace: Workspace) -> None:
    """Load what closing needs and work out the handbook, while there is nothing else to do."""
    # Definitions that cannot be read are told where the handbook is written.
    with uninterrupted(), suppress(Exception):
        from evallib.publish.page import index_page
        from evallib.publish.page.handbook import render_handbook
        from evallib.publish.release import check

        assert index_page and check
        render_handbook(workspace.root)


def withheld(workspace: Workspace) -> list[str]:
    """The last step of every run: what may not leave is taken out of reports/, wherever something changed there."""
    from evallib.publish.release.published_files import is_checked

    if is_checked(workspace):
        return []
    from evallib.publish.release.check import withhold

    return list(map(str, withhold(workspace)))
