"""Settings of the laboratory's server, read when `evallib lab` starts it.

Its addresses of exporters take letters only, while a browser writes Chinese ones in percents: 导出报告 would not be found.
"""

from jupyter_server.nbconvert import handlers

LETTERS, ANY = r"(?P<format>\w+)", r"(?P<format>[\w%]+)"
handlers.default_handlers = [(pattern.replace(LETTERS, ANY), handler) for pattern, handler in handlers.default_handlers]
