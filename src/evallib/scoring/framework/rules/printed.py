"""The rule that is compiled from the printed 评分标准: plain data of `parsing.rules`, written as a live formula."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, model_validator

from evallib.parsing.rules.telling.rule_telling import tell
from evallib.scoring.framework.rules.base import RuleModel
from evallib.scoring.framework.rules.printed_ceiling import highest_of
from evallib.scoring.framework.rules.printed_formulas import write_formula
from evallib.scoring.language.calculation import Scope
from evallib.scoring.language.expression import Expr

WORDS = {"true": True, "false": False, "null": None, "~": None}


def _typed(raw: Any, key: str = "") -> Any:
    """Framework files keep every scalar as text: here true and false, nothing, and the number of a list come back."""
    if isinstance(raw, dict):
        return {name: _typed(value, str(name)) for name, value in raw.items()}
    if isinstance(raw, (list, tuple)):
        return [_typed(value) for value in raw]
    if key == "total" and str(raw).isdigit():
        return int(raw)
    if key.endswith("_in") and raw == "":
        return None
    return WORDS.get(raw, raw) if isinstance(raw, str) and key not in {"name", "text"} else raw


def _reading(raw: Any) -> Any:
    return _typed(raw)


class Printed(RuleModel):
    """由评分标准原文读出的规则；读法在导入时核对，写在 reading 中.

    Args:
        reading: the rule as plain data, as `parsing.rules.compile_rule` gives it.
        text: the words that it was read from; a text that was changed later no longer matches it.
        choice: the reading that was chosen where the words leave several.
    """

    label: ClassVar[str] = "按评分标准原文"
    monotone: ClassVar[bool] = False
    kind: Literal["printed"]
    reading: Annotated[dict[str, Any], BeforeValidator(_reading)]
    text: str
    choice: str = ""

    @model_validator(mode="after")
    def _can_be_told(self) -> Printed:
        try:
            tell(self.reading, Fraction(1))
        except (KeyError, TypeError, ValueError):
            raise ValueError("reading 不是评分标准读法，请用 evallib rule 重新生成") from None
        return self

    def build(self, scope: Scope) -> Expr:
        """Write the reading as a formula."""
        return write_formula(self.reading, scope)

    def highest(self, weight: Decimal) -> tuple[str, Decimal] | None:
        """The best of the reading's rows or parts."""
        return highest_of(self.reading, weight)

    def tell(self, target: str | None, weight: Decimal) -> str:
        """The reading in plain Chinese, with the choice that was made."""
        return tell(self.reading, Fraction(weight)) + (f"（读法：{self.choice}）" if self.choice else "")
