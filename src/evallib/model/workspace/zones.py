"""Two zones (两个区): what may be published stands in reports/, what may not in data/inside/.

Inside stand the checked copies, lists of problems with values of rows, executed notebooks, follow-up and review
workbooks, and logs. No published page links to them.
"""

from __future__ import annotations

from pathlib import Path

from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import Workspace

README = """# 只供内部使用

这里是核对稿、逐行的问题清单、执行过的笔记本、复核用的文件和运行日志，含有单件工单或单元格的内容，不得对外发布。
对外发布的只有 reports/；其中的网页不链接到这里。文件夹的布局与 reports/ 相同，删去后重新运行即可再生成。
"""


def open_inside(workspace: Workspace, folder: str = "") -> Path:
    """A folder of data/inside, made with its README on first use and readable for its owner only.

    Args:
        workspace: the workspace.
        folder: as the report's folder under reports/, e.g. ``2023/huacao``.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as root:
    ...     open_inside(Workspace(Path(root)), "2023/huacao").relative_to(root).as_posix()
    'data/inside/2023/huacao'
    """
    inside = workspace.inside
    inside.mkdir(parents=True, exist_ok=True)
    inside.chmod(0o700)
    if not (inside / "README.md").is_file():
        write_text(inside / "README.md", README)
    place = inside / folder
    place.mkdir(parents=True, exist_ok=True)
    return place
