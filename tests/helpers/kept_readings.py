"""Tables of what the code gives: what differs, and an update that names its reason (reasons_of_readings.tsv)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

SHOWN = 80  # lines of a difference


def command_line(table: Path, renewed: Callable[[str], str], words: str | None) -> None:
    """Print what differs and end with 1 where anything does, or take it over."""
    parser = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", metavar="WHY", help="理由")
    why = parser.parse_args().update
    before = table.read_text(encoding="utf-8")
    after = renewed(before)
    lines = list(unified_diff(before.splitlines(), after.splitlines(), "kept", "now", lineterm="", n=1))
    if why is None:
        print(*lines[:SHOWN], f"… {len(lines)} lines" if len(lines) > SHOWN else "", sep="\n")
        sys.exit(int(bool(lines)))
    if not why.strip():
        sys.exit("更新要写明理由")
    if lines:
        table.write_text(after, encoding="utf-8")
        added, gone = (sum(line.startswith(sign) for line in lines[2:]) for sign in "+-")
        with table.with_name("reasons_of_readings.tsv").open("a", encoding="utf-8") as file:
            print(table.stem, f"+{added} -{gone}", why.strip(), sep="\t", file=file)
