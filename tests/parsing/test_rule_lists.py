"""A list of printed rules with odd entries: each is told, none keeps the others from being scored."""

import json

import pytest

from evallib.cli import app
from evallib.parsing import answer_many

STEP = "完成率≥95%得满分，每低1个百分点扣0.5分"


@pytest.mark.parametrize(("weight", "values", "scores"), [
    ("5", "93%", ["4"]),
    (5, [93, 93.0, "93％", " 93 % ", "９３%"], ["4"] * 5),
    ("5分", ["93%"], ["4"]),
    ("5.00", [None, "", "93%~96%", "0.93"], ["ask"] * 4),
    ("abc", ["93%"], [None]),
    (-3, ["93%"], [None]),
    ("5", [], []),
    ("5", None, []),
])  # fmt: skip
def test_weights_and_values_in_any_spelling(weight, values, scores):
    assert answer_many([{"id": "A", "text": STEP, "weight": weight, "values": values}]) == {"A": scores}


LIST = """
- {id: 1, text: "每发现1处扣1分", weight: 5, values: [3, "两处", 无]}
- {id: 1, text: "每发现1处扣1分", weight: 5, values: [1处]}
- {text: "每发现1处扣1分", weight: 5分, values: 1处}
- {id: 4, text: "", weight: 5, values: [1]}
- 一行文字
- {id: 6, text: "应于2024年11月30日前完成，每逾期1天扣0.5分", weight: 5, values: [2024-12-02]}
"""


def test_one_bad_entry_leaves_the_others(tmp_path, capsys):
    source, target = tmp_path / "清单.yaml", tmp_path / "out.json"
    source.write_text(LIST, encoding="utf-8")
    app(["rule", "--file", str(source), "--json", str(target)], standalone_mode=False)
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told == {"1": ["2", "3", "5"], "1#2": ["4"], "第3条": ["4"], "4": [None], "6": ["4"]}
    said = capsys.readouterr().err
    assert [f"第{n}条" in said for n in range(1, 7)] == [False, True, True, True, True, False]
