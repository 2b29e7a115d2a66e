"""Human text (人工文字): what people wrote into a draft, kept as text files beside the data and put back every time.

``data/raw/<unit>/<year>/report/narrative/<id>.md`` fills a gap or replaces a generated paragraph; in the second case
its first line names the generated text that the person saw, so that a later change of the data is noticed. Text that
stands after a block is ``<id>+.md``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evallib.model import patterns
from evallib.model.problems import EvallibError, Problem
from evallib.model.workspace.files import write_text
from evallib.privacy import mask_label
from evallib.publish.drafts.outline import gap_id

BASE = re.compile(r"\A<!-- 依据生成文字 ([0-9a-f]{8}) -->\n")
AFTER = "+"
MOST_SIGNS = 12  # of a code in an id
NAME = re.compile(r"[a-z0-9_]{1,28}\+?")


def text_mark(text: str) -> str:
    """Eight signs that tell one text from another; spaces do not count, since programs change them.

    >>> text_mark("执行率 99.97%") == text_mark("执行率99.97%")
    True
    """
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:8]


def block_name(code: str) -> str:
    """A code of an indicator as a part of an id, which is also the name of a bookmark and of a file.

    >>> block_name("C222"), block_name("一、1.2")
    ('c222', '1_2_1be5')
    """
    plain = patterns.sub(r"[^a-z0-9]+", "_", code.lower()).strip("_")
    return (
        plain if plain == code.lower() and len(plain) <= MOST_SIGNS else f"{plain[:MOST_SIGNS]}_{text_mark(code)[:4]}"
    )


@dataclass(frozen=True)
class Written:
    """A human text; `base` is the mark of the generated text that it replaced."""

    text: str
    base: str = ""


@dataclass
class Narrative:
    """All human texts of a report kind by block id."""

    folder: Path
    texts: dict[str, Written] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, kind: str) -> Narrative:
        """Texts in ``narrative/<kind>/``.

        Raises:
            EvallibError: a file name that can be no id.
        """
        narrative = cls(folder / kind)
        problems = []
        for path in sorted(narrative.folder.glob("*.md")) if narrative.folder.is_dir() else []:
            block = gap_id(path.stem)
            if not NAME.fullmatch(block):
                problems.append(
                    Problem(
                        "draft.narrative_name",
                        "这个文件名不是段落编号",
                        file=path.name,
                        expected="初稿中“填写·”后面的名称，例如 主要职责.md",
                        advice="请改名",
                    )
                )
                continue
            text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
            base = BASE.match(text)
            body = text[base.end() :] if base else text
            narrative.texts[block] = Written(mask_label(body.strip("\n")), base[1] if base else "")
        if problems:
            raise EvallibError(problems)
        return narrative

    def get(self, block: str) -> Written | None:
        """The human text of a gap or in place of a generated paragraph."""
        return self.texts.get(block)

    def after(self, block: str) -> str:
        """What a person wrote after a block."""
        found = self.texts.get(block + AFTER)
        return found.text if found else ""

    def unused(self, blocks: Iterable[str]) -> list[str]:
        """Ids whose text no block takes, e.g. since the chapter is gone: told, never thrown away."""
        known = set(blocks)
        return sorted(name for name in self.texts if name.removesuffix(AFTER) not in known)

    def write(self, block: str, written: Written) -> Path:
        """Keep a text; an earlier one is replaced."""
        head = f"<!-- 依据生成文字 {written.base} -->\n" if written.base else ""
        self.texts[block] = written
        path = self.folder / f"{block}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, f"{head}{written.text.strip(chr(10))}\n")
        return path
