"""One file to send, and what of it comes out of a printer."""

import re
import shutil
import subprocess

import pytest
from programs import need

from evallib.checks import UnitData
from evallib.publish import PAPER, STANDALONE, downloads, find_browser, print_report, standalone
from evallib.publish.page import paper

UNITS = (("huacao", 2023), ("pujin", 2023), ("xianghua", 2023), ("maqiao", 2024))
MOST_BYTES, MOST_PAGES = 600_000, 8


@pytest.mark.slow
def test_the_file_is_small_and_needs_nothing(reported, run):
    for path in reported.reports.rglob("报告.html"):
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) < MOST_BYTES
        assert not re.search(r"<script|<link rel=\"stylesheet|https?://|url\(", text), path
        assert text.count("Content-Security-Policy") == 1 and "script-src" not in text
        assert not re.findall(r'(?:href|src)="(?!#|data:)[^"]*"', text)
        targets = set(re.findall(r'href="#([^"]+)"', text))
        assert targets <= set(re.findall(r'id="([^"]+)"', text)), "every link leads to a place of the file"


def test_what_needs_a_script_or_a_second_file_is_taken_out():
    page = (
        '<meta http-equiv="Content-Security-Policy" content="script-src x"><link rel="stylesheet" href="../a/page.css">'
        '<nav class="toc" aria-label="目录"><a class="home" href="../index.html">全部</a><ol></ol></nav>'
        '<main><figure><svg class="fig"></svg><script type="application/json" class="plot-data">{"x": "</b>"}</script>'
        '<button type="button" class="live-button" hidden>交互图</button></figure>'
        '<p><a href="../handbook.html#a">口径</a><a href="#cases">案件量</a></p><ul class="downloads"><li>x</li></ul></main>'
    )
    text = standalone(page)
    for gone in ('class="plot-data"', "<button", 'class="downloads"', "index.html", "handbook.html"):
        assert gone not in text
    assert '<svg class="fig">' in text and '<a href="#cases">案件量</a>' in text and "口径" in text
    assert "--accent" in text and "default-src 'none'" in text


@pytest.mark.browser
@pytest.mark.parametrize(("unit", "year"), UNITS)
def test_a_report_on_paper(reported, run, tmp_path, unit, year):
    need("chromium"), need("pdftotext")
    shutil.copy(reported.report_dir(unit, year) / "报告.html", tmp_path)
    made = print_report(tmp_path)
    assert made == tmp_path / PAPER
    info = subprocess.run(["pdfinfo", made], capture_output=True, text=True, check=True).stdout
    count = int(re.search(r"Pages:\s+(\d+)", info)[1])
    assert count <= MOST_PAGES and "A4" in info
    pages = [
        subprocess.run(
            ["pdftotext", "-layout", "-f", str(n), "-l", str(n), made, "-"], capture_output=True, text=True, check=True
        ).stdout
        for n in range(1, count + 1)
    ]
    for number, text in enumerate(pages, 1):
        assert f"第 {number} 页，共 {count} 页" in text
        assert len(re.sub(r"\s", "", text)) > 60, f"page {number} is blank"
        assert (f"{year}年度" in text.strip().splitlines()[0]) == (number > 1), "a header from the second page on"
    first = re.sub(r"\s", "", pages[0])
    assert "把握程度" in first and "报送" in first and "未提交" in first, "the first screen is the first sheet"
    assert "附页（另行打印）" in first or "以下各节" in first
    whole = "".join(pages)
    annex = re.search(r"^\s*评分标准\s*$", whole, re.MULTILINE)
    assert "SHA-256" not in whole and annex is None, "the annex is printed only when it is asked for"
    assert made.read_bytes() == print_report(tmp_path).read_bytes(), "no moment in the file"


def test_a_page_made_again_does_not_list_its_own_copy(reported, run):
    assert (reported.report_dir("xianghua", 2023) / STANDALONE).is_file()
    listed = [address for _, address in downloads(UnitData(reported, "xianghua", 2023))]
    assert listed and STANDALONE not in listed


def test_without_a_browser_the_message_says_what_to_do(reported, run, monkeypatch, cli, tmp_path):
    monkeypatch.setattr(paper, "find_browser", lambda: None)
    code, out, err = cli(reported, "run", "--unit", "xianghua", "--pdf")
    assert code == 1 and "没有找到可以打印 PDF 的浏览器" in err and "报告.html" in err
    assert "PDF：" not in out


def test_a_browser_is_found_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name == "google-chrome" else None)
    assert str(find_browser()).endswith("google-chrome")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(paper, "PLACES", (str(tmp_path / "chrome"),))
    assert find_browser() is None
    (tmp_path / "chrome").write_bytes(b"")
    assert find_browser() == tmp_path / "chrome"
