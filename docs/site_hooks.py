"""What the site needs beside the pages: links that it has, and no script from another host."""

import re
from typing import Any

#: A link to a file outside docs/ has no page; its words stay.
OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+[^)]*\)")
#: What the theme fetches, to search in pages of the file system.
SHIM = re.compile(r'<script src="?https://unpkg\.com/iframe-worker/shim"?></script>')


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """The text of a page with links that the site has."""
    if page.file.src_uri == "contributing.md":
        with open("CONTRIBUTING.md", encoding="utf-8") as file:  # noqa: PTH123 - beside mkdocs.yml
            markdown = file.read()
    return OUTSIDE.sub(r"\1", markdown.replace("](docs/", "]("))


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """A page with our own script in the place of the fetched one."""
    up = "../" * page.url.count("/")
    return SHIM.sub(f'<script src="{up}assets/file-worker.js"></script>', output)


def on_post_template(output_content: str, **_: Any) -> str:
    """The same for the page that says that there is none."""
    return SHIM.sub('<script src="assets/file-worker.js"></script>', output_content)
