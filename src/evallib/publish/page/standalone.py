"""One file to send (单文件报告): a page with its style in itself, figures as drawings, no script, and nothing to load.

It is made of the interactive page: whatever needs a script, a second file or the network is taken out.
"""

from __future__ import annotations

import re

from evallib.model import patterns
from evallib.publish.page.html import style_sheet
from evallib.publish.page.policy import WITHOUT_SCRIPTS, policy

STANDALONE = "报告.html"
#: What goes: data of interactive figures, scripts, the bar at the top, addresses of files that are not sent along.
SCRIPTS = re.compile(r"<script\b[^>]*>.*?</script>\s*", re.DOTALL)
STYLE_LINK = re.compile(r'<link rel="stylesheet"[^>]*>')
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
BAR = re.compile(r'<nav class="toc".*?</nav>\s*', re.DOTALL)
DOWNLOADS = re.compile(r'<ul class="downloads">.*?</ul>', re.DOTALL)
BUTTONS = re.compile(r'<button type="button" class="live-button".*?</button>', re.DOTALL)
HOWTO = re.compile(r'<a class="howto".*?</a>', re.DOTALL)
OUTSIDE = re.compile(r'<a href="(?!#|data:)[^"]*">(.*?)</a>', re.DOTALL)
TABLES = re.compile(r'<div class="table(?: fold)?"')
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
ASK = '<p class="print-annex"><label><input type="checkbox" id="with-annex"> 打印时包含附件</label></p>'


def standalone(page: str) -> str:
    """The page as a file of its own.

    Args:
        page: HTML of the interactive page (`render_page`).

    >>> told = standalone('<link rel="stylesheet" href="../a.css"><script src="x.js"></script><a href="x.csv">数据</a>')
    >>> "<script" in told, "x.csv" in told, "<style>" in told
    (False, False, True)
    """
    text = SCRIPTS.sub("", page)
    asked = ASK if 'id="with-annex"' in page else ""
    text = BUTTONS.sub("", HOWTO.sub("", DOWNLOADS.sub("", BAR.sub(asked, text, count=1))))
    text = TABLES.sub(r'\g<0> tabindex="0"', text)  # what is wider than the screen is moved with the keyboard
    text = OUTSIDE.sub(r"\1", text)
    text = POLICY.sub(lambda _: policy(WITHOUT_SCRIPTS), text, count=1)
    style = patterns.sub(r"\s+", " ", COMMENTS.sub("", style_sheet()))
    return STYLE_LINK.sub(lambda _: f"<style>{style}</style>", text, count=1)
