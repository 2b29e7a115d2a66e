"""A page in one file (单文件网页): style, script and figures' library inside it, to be mailed or kept anywhere."""

from __future__ import annotations

import re
from html import escape
from importlib.util import find_spec
from pathlib import Path

from evallib.model.palette import css_variables
from evallib.publish.page.html import ASSETS, SCRIPT, STYLE

LINK = re.compile(r'<link rel="stylesheet"[^>]*>\s*')
SCRIPTS = re.compile(r'<script src="[^"]*/(plotly\.min\.js|page\.js)"[^>]*></script>')
POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')
INSIDE = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
HOME = re.compile(r'<a class="home"[^>]*>.*?</a>')


def in_one_file(page: str) -> str:
    """A page with what it otherwise finds in the folder of assets; without figures it does without their library.

    Args:
        page: HTML as `evallib.publish.page.html.render_page` makes it.

    >>> print(in_one_file('<link rel="stylesheet" href="a/page.css"><script src="a/page.js" charset="utf-8"></script>')[:7])
    <style>
    """
    style = css_variables() + (ASSETS / STYLE).read_text(encoding="utf-8")
    page = LINK.sub(lambda _: f"<style>{style}</style>", page, count=1)
    drawn = 'class="plot-data"' in page
    page = SCRIPTS.sub(lambda found: _script(found[1]) if drawn or found[1] == SCRIPT else "", page)
    page = POLICY.sub(lambda found: found[1] + escape(INSIDE, quote=False) + found[2], page)
    return HOME.sub("", page)


def _script(name: str) -> str:
    if name == SCRIPT:
        text = (ASSETS / SCRIPT).read_text(encoding="utf-8")
    else:
        plotly = find_spec("plotly")
        assert plotly is not None and plotly.origin is not None
        text = (Path(plotly.origin).parent / "package_data" / name).read_text(encoding="utf-8")
    return f"<script>{text.replace('</script', '<' + chr(92) + '/script')}</script>"
