"""What the site needs beside the pages: links of files that stand in the repository's root lead to the pages."""

import re
from typing import Any

#: A link to a file outside docs/ has no page; its words stay.
OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+[^)]*\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """The text of a page with links that the site has."""
    if page.file.src_uri == "contributing.md":
        with open("CONTRIBUTING.md", encoding="utf-8") as file:  # noqa: PTH123 - beside mkdocs.yml
            markdown = file.read()
    return OUTSIDE.sub(r"\1", markdown.replace("](docs/", "]("))
