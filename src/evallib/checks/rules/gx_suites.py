"""Suites through great-expectations' own API (按官方接口使用校验规则): load, edit, save, and it is ours again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evallib.checks.rules.gx import load_gx
from evallib.checks.rules.rule import Kind
from evallib.checks.rules.rule_words import LIBRARY_VERSION, tolerated, with_words
from evallib.checks.suites import load_suite
from evallib.model.workspace.files import write_text


def to_library(path: Path) -> Any:
    """A suite file as great-expectations' `ExpectationSuite`; what each rule says in Chinese is its description.

    Args:
        path: a file of expectations/.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    rules = [
        tolerated(rule) | {"description": rule["meta"]["rule"]} if rule.get("meta") else tolerated(rule)
        for rule in data["expectations"]
    ]
    return load_gx().ExpectationSuite(
        name=data["name"], notes=data.get("notes") or "", meta=data.get("meta") or {}, expectations=rules
    )


def from_library(suite: Any, kind: Kind, path: Path) -> Path:
    """Save a suite of great-expectations as a file of expectations/; nothing is written that would not load.

    Args:
        suite: an `ExpectationSuite`, perhaps edited; rules without Chinese words get them.
        kind: its table kind.
        path: the file.

    Raises:
        EvallibError: a rule names a column that the table kind does not have.
    """
    data = suite.to_json_dict()
    rules = [tolerated(with_words(rule, kind.label_of)) for rule in data["expectations"]]
    meta = {name: value for name, value in (data.get("meta") or {}).items() if name != LIBRARY_VERSION}
    lines = ",\n".join("  " + json.dumps(rule, ensure_ascii=False) for rule in rules)
    head = json.dumps(
        {"name": data["name"], "notes": data.get("notes") or "", "meta": meta}, ensure_ascii=False, indent=1
    )
    text = f'{head[:-2]},\n "expectations": [\n{lines}\n ]\n}}\n'
    trial = path.with_name(f".{path.stem}.trial.json")
    try:
        write_text(trial, text)
        load_suite(trial, kind)
    finally:
        trial.unlink(missing_ok=True)
    write_text(path, text)
    return path
