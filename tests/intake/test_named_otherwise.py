"""Files that are not what their name says: a text that is called a workbook is read as what it is."""

import pytest

from evallib.intake import read_workbook
from evallib.model import EvallibError

ROWS = [["科目名称", "年初预算（万元）"], ["基本支出", "567.21"], ["项目支出", "371.67"]]


def text(delimiter):
    return "".join(delimiter.join(row) + "\r\n" for row in ROWS)


@pytest.mark.parametrize("name", ["预算.xls", "预算.xlsx"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_in_columns_is_read_and_told(tmp_path, name, delimiter, encoding):
    path = tmp_path / name
    path.write_bytes(text(delimiter).encode(encoding))
    [sheet] = read_workbook(path)
    assert sheet.rows[:3] == ROWS
    assert [note.code for note in sheet.notes] == ["intake.named_workbook"]


@pytest.mark.parametrize(
    "data", ["请见附件\n谢谢\n".encode(), b"a,b\n\0\0\0\n1,2\n", "只有一行，没有列".encode("gb18030")]
)
def test_other_texts_are_refused(tmp_path, data):
    path = tmp_path / "预算.xls"
    path.write_bytes(data)
    with pytest.raises(EvallibError, match="文件其实是文本"):
        read_workbook(path)
