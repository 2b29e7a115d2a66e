"""Lookups (取数): what a scoring input names instead of a value, as it is written in ``scoring.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import ValidationError

from evallib.model.problems import EvallibError, Problem
from evallib.model.strict_yaml import Strict


class Lookup(Strict):
    """What every kind of lookup shares: a closed set of keys, and one sentence for a key that is none of them."""

    code: ClassVar[str]
    title: ClassVar[str]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """Read what was written.

        Raises:
            EvallibError: a key that there is not, or a value of another kind.
        """
        try:
            return cls.model_validate(raw)
        except ValidationError as error:
            keys = "、".join(str(item["loc"][0]) for item in error.errors())
            known = "可用的键：" + "、".join(cls.model_fields)
            raise EvallibError(Problem(cls.code, f"{cls.title}的写法有误", value=keys, advice=known)) from None
