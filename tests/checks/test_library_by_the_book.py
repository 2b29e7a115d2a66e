"""great-expectations by the book: suites go through its API and come back, checkpoints and data docs build, offline."""

import json
import shutil

import pandas as pd
import pytest

from evallib.checks import LabelledKind, accept_rules, load_suite, propose_rules, run_rules
from evallib.model import Workspace, all_schemas, get_schema

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # the library's own deprecations


@pytest.fixture(scope="module")
def ex():
    import evallib.expectations as ex

    return ex


@pytest.mark.parametrize("name", sorted(all_schemas()))
def test_a_suite_comes_back_as_it_went(ex, name, root, tmp_path):
    kind, source = get_schema(name), root / "expectations" / f"{name}.json"
    suite = ex.to_library(source)
    assert suite.expectations[0].description, "data docs show the Chinese words"
    back = load_suite(ex.from_library(suite, kind, tmp_path / source.name), kind)
    assert back == load_suite(source, kind)


def test_an_edited_suite_comes_back_with_ids_notes_and_chinese_words(ex, root, tmp_path):
    gx, kind = ex.load_gx(), get_schema("staff")
    context = gx.get_context(mode="ephemeral")
    suite = context.suites.add(ex.to_library(root / "expectations" / "staff.json"))
    suite.add_expectation(
        gx.expectations.ExpectColumnValuesToBeBetween(column="actual_count", max_value=500, notes="试加")
    )
    suite.add_expectation(ex.ExpectSumsToAgree(columns=["actual_count"], label="category"))
    suite.save()
    path = tmp_path / "staff.json"
    path.write_text(json.dumps(suite.to_json_dict(), ensure_ascii=False), encoding="utf-8")
    assert '"id": "' in path.read_text(encoding="utf-8"), "as the library saves it"
    for loaded in (load_suite(path, kind), load_suite(ex.from_library(suite, kind, tmp_path / "own.json"), kind)):
        assert len(loaded.expectations) == len(load_suite(root / "expectations" / "staff.json", kind).expectations) + 2
        added = loaded.expectations[-2]
        assert added.meta.rule == f"“{kind.label_of('actual_count')}”不大于 500" and added.severity == "critical"
        assert added.meta.message.startswith("不符合规则") and added.meta.advice


def test_a_key_that_nobody_knows_is_still_refused(root, tmp_path):
    from evallib.model import EvallibError

    data = json.loads((root / "expectations" / "staff.json").read_text(encoding="utf-8"))
    data["expectations"][0]["severty"] = "info"
    (tmp_path / "staff.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(EvallibError, match="severity"):
        load_suite(tmp_path / "staff.json", get_schema("staff"))


@pytest.fixture
def built(ex, root, tmp_path, monkeypatch):
    """A file context with data docs, and a checkpoint over staff rows; returns (run it, the docs' folder)."""
    import socket

    def no_network(*_args, **_keywords):
        raise OSError("a test asked for another host")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    gx = ex.load_gx()

    def run(rows):
        context = gx.get_context(mode="file", project_root_dir=tmp_path / "gx")
        context.variables.progress_bars = {"globally": False}
        definition = (
            context.data_sources.add_pandas("清洁数据")
            .add_dataframe_asset("人员")
            .add_batch_definition_whole_dataframe("全部")
        )
        suite = context.suites.add(ex.to_library(root / "expectations" / "staff.json"))
        validation = context.validation_definitions.add(
            gx.ValidationDefinition(name="人员校验", data=definition, suite=suite)
        )
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(name="入库", validation_definitions=[validation], actions=[])
        )
        result = checkpoint.run(batch_parameters={"dataframe": rows})
        context.build_data_docs()
        return result, tmp_path / "gx" / "gx" / "uncommitted" / "data_docs" / "local_site"

    return run


def staff(total):
    """Three rows and a sum."""
    rows = [("在编", 10, 9, "line"), ("编外", 5, 5, "line"), ("合计", 15, total, "total")]
    frame = pd.DataFrame(rows, columns=["category", "approved_count", "actual_count", "row_kind"])
    frame[["approved_count", "actual_count"]] = frame[["approved_count", "actual_count"]].astype("Int64")
    return frame.assign(year=2023, level=None, source_file="人员.xlsx", source_sheet="人员", source_row=range(3, 6),
                        source_cells="{}", period_text="2023年度")  # fmt: skip


@pytest.mark.parametrize(("total", "passes"), [(14, True), (99, False)])
def test_a_checkpoint_and_data_docs_build(built, total, passes):
    result, docs = built(staff(total))
    told = json.loads(json.dumps(result.describe_dict(), default=None))
    assert result.success is passes and told["success"] is passes
    pages = {path: path.read_text(encoding="utf-8") for path in docs.rglob("*.html")}
    assert (docs / "index.html") in pages
    whole = "".join(text for path, text in pages.items() if "validations" in path.parts)
    assert "合计 = 各类人数之和" in whole, "rules are told in Chinese"
    assert ("读到 99 人，应为 14 人" in whole) is not passes


def _key(rule):
    """A rule, whatever its place: the library gives results column by column."""
    numbers = {
        name: float(value) if isinstance(value, int) else value
        for name, value in rule["kwargs"].items()
        if name != "batch_id"
    }
    return rule["type"] + json.dumps(numbers, sort_keys=True, ensure_ascii=False)


@pytest.mark.slow
def test_stock_validation_agrees_on_every_shipped_table(ex, reported, run):
    """The library asked directly, and evallib: the same rules fail on every table of the shipped data."""
    from evallib.checks import UnitData

    gx = ex.load_gx()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = context.data_sources.add_pandas("a").add_dataframe_asset("b").add_batch_definition_whole_dataframe("c")
    compared = 0
    workspace = reported
    for unit, year in workspace.select():
        own = UnitData(workspace, unit, year)
        for name in own.names():
            rows, kind = own.table(name).reset_index(drop=True), get_schema(name)
            path = workspace.expectations / f"{name}.json"
            suite, own_suite = ex.to_library(path), load_suite(path, kind)
            ours = run_rules(own_suite, rows, {}, path)
            asked = [number for number, outcome in enumerate(ours) if not outcome.skipped]
            suite.expectations = [suite.expectations[number] for number in asked]
            stock = batch.get_batch({"dataframe": rows}).validate(suite)
            told = {_key(one.expectation_config.to_json_dict()): one.success for one in stock.results}
            mine = {_key(own_suite.expectations[number].model_dump()): ours[number].passed for number in asked}
            assert told == mine, (unit, year, name)
            json.dumps(stock.to_json_dict(), ensure_ascii=False)
            compared += 1
    assert compared > 20


def test_rules_are_proposed_from_accepted_data_and_taken_one_by_one(reported, run, tmp_path, cli):
    workspace = Workspace(shutil.copytree(reported.root, tmp_path / "w", ignore=shutil.ignore_patterns("reports")))
    kind = get_schema("project_lines")
    proposals = propose_rules(workspace, kind)
    assert proposals and all("行都符合" in str(one) for one in proposals)
    path = workspace.expectations / "project_lines.json"
    before = load_suite(path, kind)
    accept_rules(path, proposals[:1])
    after = load_suite(path, kind)
    assert after.expectations == (*before.expectations, proposals[0].rule)
    assert propose_rules(workspace, kind) == proposals[1:], "what is taken is not proposed again"
    code, out, _ = cli(workspace, "expectations", "list", "项目支出情况")
    assert code == 0 and proposals[0].rule.meta.rule in out
    code, out, err = cli(workspace, "expectations", "add", "staff", "--accept", "none")
    assert code == 0 and ("没有可以建议的规则" in out or "行都符合" in out) and "下一步" in err


def test_words_are_there_for_a_kind_without_a_schema():
    from evallib.checks import with_words

    kind = LabelledKind("x", "表", {"a": "甲"})
    assert (
        with_words({"type": "expect_column_values_to_be_unique", "kwargs": {"column": "a"}}, kind.label_of)["meta"][
            "rule"
        ]
        == "“甲”不重复"
    )
