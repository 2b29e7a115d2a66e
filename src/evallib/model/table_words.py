"""Own wordings of headers (自用表头): what a unit calls a column, remembered as data in its mapping.yaml.

``tables: {budget_lines: {executed_yuan: [本期实付]}}`` makes 本期实付 a header of that column, for whoever the file
counts for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.requests import Mapping as MappingFile
from evallib.model.schema import all_schemas, normalise_header
from evallib.model.strict_yaml import load_model

#: Column by normalised header, by table kind.
Words = Mapping[str, Mapping[str, str]]
NO_WORDS: Mapping[str, str] = MappingProxyType({})


def table_words(path: Path | None) -> Words:
    """The own wordings of a mapping file.

    Args:
        path: the mapping.yaml that counts for a folder, or None.

    Raises:
        EvallibError: it names a table kind or a column that does not exist.
    """
    return {} if path is None else _read(path, path.stat().st_mtime_ns)


def to_confirm(kind: str, headers: Mapping[str, str], file: str) -> str:
    """What to do about headers that were read by their likeliest meaning: the two lines that settle it.

    Args:
        kind: the table kind.
        headers: the header by the column that it was read as.
        file: the file in which they stand.

    >>> to_confirm("budget_lines", {"executed_yuan": "本期实付"}, "预算.xlsx").splitlines()[1:]
    ['tables:', '  budget_lines: {executed_yuan: [本期实付]}']
    """
    columns = ", ".join(f"{column}: [{quoted(header)}]" for column, header in headers.items())
    return (
        "无误的，在 mapping.yaml（放在文件旁、单位文件夹或 data/raw 下）写下面两行，以后不再问；"
        f"不对的，把列名改成应是的一列（evallib map {file} 列出各列）\n"
        f"tables:\n  {kind}: {{{columns}}}"
    )


def quoted(header: str) -> str:
    """A header as YAML takes it for one text."""
    short = patterns.sub(r"\s+", "", header)
    return f'"{short}"' if patterns.search(r"[\[\]{},:#&*!|>'%@`\"-]", short) else short


@lru_cache(maxsize=64)
def _read(path: Path, _: int) -> Words:
    found: dict[str, dict[str, str]] = {}
    schemas = all_schemas()
    for kind, columns in load_model(path, MappingFile).tables.items():
        if kind not in schemas:
            raise _unknown(path, f"tables.{kind}", "没有这种表", did_you_mean(kind, schemas))
        names = [column.name for column in schemas[kind].columns]
        for column, headers in columns.items():
            if column not in names:
                raise _unknown(path, f"tables.{kind}.{column}", "这种表没有这一列", did_you_mean(column, names))
            found.setdefault(kind, {}).update({normalise_header(header): column for header in headers})
    return found


def _unknown(path: Path, key: str, message: str, advice: str) -> EvallibError:
    return EvallibError(Problem("mapping.unknown", message, file=path.name, cell=key, advice=advice))
