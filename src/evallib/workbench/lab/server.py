"""The laboratory's server (分析界面的服务器): addresses that a Jupyter server lacks for us.

Its addresses of exporters take letters only, while a browser writes Chinese ones in percents: 导出报告 would not be
found. The package enables this extension for every Jupyter server of its environment, so that a plain `jupyter lab`
exports, too; `evallib lab` names it in its own settings.
"""

from __future__ import annotations

from typing import Any

LETTERS, ANY = r"(?P<format>\w+)", r"(?P<format>[\w%]+)"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Add the addresses (called by the server when it starts)."""
    from jupyter_server.nbconvert.handlers import default_handlers
    from jupyter_server.utils import url_path_join

    base = app.web_app.settings["base_url"]
    wider = [(url_path_join(base, pattern.replace(LETTERS, ANY)), handler) for pattern, handler in default_handlers]
    app.web_app.add_handlers(".*$", wider)
