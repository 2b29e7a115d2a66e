"""The golden set (基准): what every shipped report shows, against tests/golden.

    python tests/helpers/golden.py                                   what differs
    python tests/helpers/golden.py --update "why"                    takes it over, for every path
    python tests/helpers/golden.py --update "*/page=why" --update "2023-pujin/*=another reason"

An update names a reason for each path; tests/golden/reasons.tsv keeps it beside the digest of what was taken over.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

from contents import contents

GOLDEN = Path(__file__).parents[1] / "golden"
REASONS = GOLDEN / "reasons.tsv"
SHOWN = 40  # lines of a difference; the rest is counted


@dataclass(frozen=True)
class Difference:
    """What differs under one path of the golden set."""

    path: str
    lines: list[str]

    @property
    def added(self) -> int:
        """Number of lines that are new."""
        return sum(line.startswith("+") for line in self.lines)

    @property
    def gone(self) -> int:
        """Number of lines that are no longer there."""
        return sum(line.startswith("-") for line in self.lines)

    def __str__(self) -> str:
        more = len(self.lines) - SHOWN
        rest = [f"      … 另有 {more} 行"] if more > 0 else []
        return "\n".join([f"### {self.path}：+{self.added} -{self.gone}", *self.lines[:SHOWN], *rest])


def expected() -> dict[str, str]:
    """The golden set: text by "period-unit/kind"."""
    paths = sorted(GOLDEN.glob("*/*.txt"))
    return {f"{path.parent.name}/{path.stem}": path.read_text(encoding="utf-8") for path in paths}


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """Differences of two sets, each with the file and the sheet or figure in which it stands."""
    found = []
    for path in sorted(old.keys() | new.keys()):
        before, after = old.get(path, "").splitlines(), new.get(path, "").splitlines()
        if before != after:
            found.append(Difference(path, list(_placed(before, after))))
    return found


def _placed(before: list[str], after: list[str]) -> Iterable[str]:
    told = ""
    position = 0
    for line in unified_diff(before, after, lineterm="", n=0):
        if line.startswith(("---", "+++")) and position == 0:
            continue
        if line.startswith("@@"):
            position = int(line.split()[1].split(",")[0].removeprefix("-")) or 1
            heads = [text for text in before[:position] if text.startswith("==== ")][-1:]
            parts = [text for text in before[:position] if text.startswith(("-- ", "h2", "h3"))][-1:]
            place = " › ".join([*heads, *parts])
            if place != told:
                yield f"  {place}"
                told = place
        else:
            yield line


def reason_of(path: str, reasons: Mapping[str, str]) -> str:
    """The reason given for a path: that of the first pattern that fits."""
    return next((reason for pattern, reason in reasons.items() if fnmatch(path, pattern)), "")


def update(found: Iterable[Difference], new: Mapping[str, str], reasons: Mapping[str, str]) -> list[str]:
    """Take over the differences for which a reason is given.

    Returns:
        The paths for which there is none; they stay as they are.
    """
    left = []
    for difference in found:
        reason = reason_of(difference.path, reasons)
        if not reason:
            left.append(difference.path)
            continue
        target = GOLDEN / f"{difference.path}.txt"
        if difference.path in new:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(new[difference.path], encoding="utf-8")
        else:
            target.unlink()
        _record(difference.path, new.get(difference.path, ""), f"+{difference.added} -{difference.gone}", reason)
    # What two branches changed and git put together right is nobody's text yet.
    known = recorded()
    for path, text in new.items():
        if path not in left and (path, digest(text)) not in known and (reason := reason_of(path, reasons)):
            _record(path, text, "+0 -0", reason)
    return left


def _record(path: str, text: str, size: str, reason: str) -> None:
    with REASONS.open("a", encoding="utf-8") as file:
        print(path, digest(text), size, reason, sep="\t", file=file)


def digest(text: str) -> str:
    """Short SHA-256 of a text."""
    return sha256(text.encode()).hexdigest()[:16]


def recorded() -> set[tuple[str, str]]:
    """Path and digest of everything that was taken over with a reason."""
    lines = REASONS.read_text(encoding="utf-8").splitlines()
    return {(path, told) for path, told, _, reason in (line.split("\t") for line in lines) if reason.strip()}


def _pattern_and_reason(text: str) -> tuple[str, str]:
    pattern, sign, reason = text.partition("=")
    return (pattern, reason) if sign and "/" in pattern else ("*", text)


def main() -> int:
    """The command line."""
    from full_run import copy_workspace, report_all

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="append", metavar="REASON", help="原因，或“路径=原因”，可多次给出")
    given = parser.parse_args().update or []
    if any(not text.split("=", 1)[-1].strip() for text in given):
        print('更新基准要写明原因，例如 make golden REASON="四率的说明改了措辞"', file=sys.stderr)
        return 2
    reasons = dict(_pattern_and_reason(text) for text in given)
    with tempfile.TemporaryDirectory(prefix="evallib-golden-") as folder:
        workspace = copy_workspace(Path(folder) / "reported")
        report_all(workspace)
        new = contents(workspace.root)
    found = compare(expected(), new)
    for difference in found:
        print(difference)
    left = update(found, new, reasons)
    print(f"基准：{len(new)} 份，不同 {len(found)} 份，更新 {len(found) - len(left)} 份")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
