"""Strict YAML: what a person mistypes is told with its line, and no file takes the process down."""

import time

import pytest
from pydantic import BaseModel, ConfigDict, Field

from evallib.model import EvallibError, load_model, load_yaml

BOMB = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12))


class Settings(BaseModel):
    """For the tests."""

    model_config = ConfigDict(extra="forbid")

    name: str
    threshold: int = Field(default=5, ge=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "第1行：不支持锚点与别名"),
        ("a: &a [*a]\n", "第1行：不支持锚点与别名"),
        ("[" * 100_000, "嵌套过深"),
        ("- " * 3000 + "a", "嵌套过深"),
        ("".join(" " * i + "a:\n" for i in range(2000)), "嵌套过深"),
        ("x" * (5 * 2**20), "大得不正常"),
        ("a: 1\nb: 2\na: 3\n", "第3行：“a”写了两次"),
        ("a: [1\n", "YAML 格式有误"),
    ],
    ids=["billion laughs", "itself", "brackets", "dashes", "indents", "large", "twice", "syntax"],
)
def test_a_file_that_is_refused(text, said, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    start = time.process_time()
    with pytest.raises(EvallibError, match=said):
        load_yaml(path)
    assert time.process_time() - start < 5


def test_many_brackets_in_texts_are_no_nesting(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("rules:\n" + '  - "[0, 60) 得 0 分"\n' * 500, encoding="utf-8")
    assert len(load_yaml(path)[0]["rules"]) == 500


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: 甲镇\nthreshold: 0\n", "第2行：“threshold”不得小于 1；读到“0”"),
        ("name: 甲镇\nthreshold: 五\n", "第2行：“threshold”应为整数；读到“五”"),
        ("threshold: 5\n", "缺少必填项“name”"),
        ("name: [甲镇]\n", "第1行：“name”应为文字"),
        ("name: 甲镇\ntreshold: 3\n", "不认识的键“treshold”；处理：您是不是要写“threshold”？"),
    ],
)
def test_what_is_said_of_a_mistake(text, said, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvallibError) as raised:
        load_model(path, Settings)
    assert said in str(raised.value)
