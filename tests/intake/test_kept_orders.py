"""Monthly files added one by one: each content is read once, and the year comes out as if all were read at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evallib.checks import clean_unit
from evallib.intake import open_requests
from evallib.model import Workspace

pytestmark = pytest.mark.slow

HEAD = "工单编号,诉求类型,诉求内容,所属居村,联系电话,受理时间,处置时限,办结时间,主责部门,案件状态,满意度"


def month(number: int, states: str = "已办结") -> str:
    rows = [
        f"M{number:02}{n:03},噪音,夜间施工请回电13812345678,东风,1380000{n:04},2024-{number:02}-{n % 27 + 1:02} 09:00:00,"
        f"2024-{number:02}-28 18:00:00,{'' if states != '已办结' else f'2024-{number:02}-28 10:00:00'},城管中队,{states},满意"
        for n in range(60)
    ]
    rows.append(f"M{number:02}999,噪音,坏时间,东风,13800009999,2024-02-30 09:00:00,5个工作日,,水务所,延期,还行")
    return "\n".join([HEAD, *rows])


@pytest.fixture
def place(tmp_path: Path, root: Path) -> Workspace:
    (tmp_path / "data/raw/town/2024").mkdir(parents=True)
    (tmp_path / "expectations").symlink_to(root / "expectations")
    (tmp_path / "data/raw/town/unit.yaml").write_text("name: 某镇\n", encoding="utf-8")
    return Workspace(tmp_path)


def told(workspace: Workspace) -> tuple[list[dict[str, object]], list[str]]:
    result = clean_unit(workspace.at("town", 2024))
    frame = open_requests([workspace.cases_file("town", 2024)]).to_pandas()
    frame = frame.sort_values(["service_request_id", "source_row"]).astype(str)
    return frame.to_dict("records"), [str(problem) for problem in result.problems]


def test_a_month_more_is_one_file_read(place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evallib.intake.requests import reading

    opened: list[str] = []
    real = getattr(reading, "find_request_sheets")  # noqa: B009 - the module offers it to nobody

    def noted(export: Any, *rest: object) -> object:
        opened.append(export.path.name)
        return real(export, *rest)

    monkeypatch.setattr(reading, "find_request_sheets", noted)
    raw = place.raw_dir("town", 2024)
    for number in (1, 2, 3):
        (raw / f"2024年{number:02}月.csv").write_text(month(number), encoding="utf-8")
        added = told(place)
    assert opened == ["2024年01月.csv", "2024年02月.csv", "2024年03月.csv"]
    assert len(added[0]) == 183
    # A month told anew is read again, and its newest telling counts.
    (raw / "2024年04月.csv").write_text(month(3, "处理中").replace("M03999", "M04999"), encoding="utf-8")
    added = told(place)
    assert opened[3:] == ["2024年04月.csv"]
    assert sum(row["state"] == "open" for row in added[0]) == 60
    keeps = place.at("town", 2024).submission_dir / "orders"
    assert len(list(keeps.glob("*.json"))) == 4
    assert not any("138123" in path.read_bytes().decode("utf-8", "ignore") for path in keeps.iterdir())
    # The same files read at once, with nothing kept, give the same year and the same words.
    for path in keeps.iterdir():
        path.unlink()
    assert told(place) == added
    (raw / "2024年04月.csv").unlink()
    told(place)
    assert len(list(keeps.glob("*.json"))) == 3, "what is no longer handed in is forgotten"


def test_other_words_in_the_mapping_are_read_again(place: Workspace) -> None:
    raw = place.raw_dir("town", 2024)
    (raw / "2024年01月.csv").write_text(month(1), encoding="utf-8")
    assert any("还行" in text for text in told(place)[1])
    (raw / "mapping.yaml").write_text("values: {satisfaction: {基本满意: [还行]}}\n", encoding="utf-8")
    rows, words = told(place)
    assert not any("还行" in text for text in words) and "基本满意" in {row["satisfaction"] for row in rows}
