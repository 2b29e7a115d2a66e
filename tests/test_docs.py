"""The documentation as a site: builds strictly, speaks Chinese first, asks no other host, finds Chinese words offline."""

import os
import re
import subprocess
import sys

import pytest
from programs import ARGUMENTS, need

pytestmark = pytest.mark.slow
#: What a browser fetches by itself; a link that a reader may follow is none.
FETCHED = re.compile(r"""<(?:script|img|link|iframe|source)\b[^>]*?\b(?:src|href)=["']?(https?:[^"' >]+)""")


@pytest.fixture(scope="module")
def site(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(words, cwd=root, capture_output=True, encoding="utf-8", check=False,
                          env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_is_there_in_chinese(site, root):
    assert 'lang="zh"' in (site / "index.html").read_text(encoding="utf-8")
    for page in (root / "docs").glob("*.md"):
        assert (site / f"{page.stem}.html").is_file(), f"{page.name} 没有列入 mkdocs.yml 的 nav"
        assert f"{page.name}" in (root / "mkdocs.yml").read_text(encoding="utf-8"), page.name


def test_nothing_comes_from_another_host(site):
    for page in site.rglob("*.html"):
        assert FETCHED.findall(page.read_text(encoding="utf-8")) == [], page.name
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?https?:", style.read_text(encoding="utf-8")), style.name


@pytest.mark.browser
def test_the_search_works_from_the_file_system_and_knows_chinese(site):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need("chromium"), args=ARGUMENTS)
        page, asked = browser.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        page.locator("input.md-search__input").click()
        page.locator("input.md-search__input").fill("假设测算")
        page.locator("input.md-search__input").press("End")
        first = page.locator(".md-search-result__item a").first
        first.wait_for(timeout=60_000)
        assert "scoring.html" in " ".join(
            link.get_attribute("href") for link in page.locator(".md-search-result__item a").all()
        )
        browser.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_contributing_is_the_page_of_the_repository(site):
    text = (site / "contributing.html").read_text(encoding="utf-8")
    assert "To change X, touch Y" in text and 'href="architecture.html"' in text
