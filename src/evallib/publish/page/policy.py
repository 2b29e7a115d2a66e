"""Content security policy (内容安全策略): what a page may load, stated in the page itself.

Pages stand in a folder or on a server: scripts and styles come from beside them and from nowhere else, and no script
that somebody smuggled into a text runs. Source: W3C, Content Security Policy Level 3.
"""

from __future__ import annotations

#: Pages with our own scripts and figures; ``file:`` is where a page is that was opened from a folder.
WITH_SCRIPTS = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:; "
    "font-src 'self' file:; base-uri 'none'; form-action 'none'"
)
WITHOUT_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def policy(content: str) -> str:
    r"""The element that states a policy.

    >>> policy("default-src 'none'")
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    """
    return f'<meta http-equiv="Content-Security-Policy" content="{content}">'
