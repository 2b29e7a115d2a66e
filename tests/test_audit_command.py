"""The verb of the audit on the command line: what it may write, and where."""

import pytest

TEXT = "全年支出342.24万元，比上年的310.60万元增加31.64万元，增长10.19%。\n"


@pytest.fixture
def folder(empty_workspace, monkeypatch):
    """A folder with a report and the sheet of the draft before it."""
    monkeypatch.chdir(empty_workspace.root)
    (empty_workspace.root / "报告.txt").write_text(TEXT, encoding="utf-8")
    (empty_workspace.root / "勾稽核对.xlsx").write_bytes(b"signed")
    return empty_workspace


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--html", "报告.txt"], "报告.txt：--html 会盖掉原来的文件"),
        (["--json", "./报告.txt"], "--json 会盖掉原来的文件"),
        (["--previous", "勾稽核对.xlsx", "--xlsx", "勾稽核对.xlsx"], "--xlsx 会盖掉原来的文件"),
        (["--html", "一.html", "--json", "一.html"], "--html 会盖掉 --json 写出的文件"),
        (["--xlsx", "勾稽核对.docx"], "--xlsx 写出的是 .xlsx 文件；读到“.docx”；应为：.xlsx"),
        (["--letter", "意见函"], "--letter 写出的是 .docx 文件；应为：.docx"),
    ],
)
def test_nothing_is_written_over_what_was_handed_in(cli, folder, words, said):
    code, out, err = cli(folder, "audit", "报告.txt", *words)
    assert code == 2 and said in err and "处理：" in err, out + err
    assert (folder.root / "报告.txt").read_text(encoding="utf-8") == TEXT
    assert (folder.root / "勾稽核对.xlsx").read_bytes() == b"signed"
    assert sorted(p.name for p in folder.root.glob("*.*") if p.is_file()) == ["勾稽核对.xlsx", "报告.txt"]
