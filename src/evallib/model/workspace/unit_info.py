"""What a unit is called and how its year runs (unit.yaml)."""

from __future__ import annotations

from typing import Any

from pydantic import Field, field_validator

from evallib.model.strict_yaml import Strict

#: Names of the rates of single requests in unit.yaml.
RATE_NAMES = {
    "按时办结率": "on_time_completion_rate", "联系率": "prior_contact_rate", "先行联系率": "prior_contact_rate",
    "解决率": "resolution_rate", "诉求解决率": "resolution_rate", "满意率": "satisfaction_rate",
    "市民满意率": "satisfaction_rate",
}  # fmt: skip


class UnitInfo(Strict):
    """A unit as its unit.yaml describes it.

    `agencies` (主责部门) are the names that its tables may use; `small_cell_threshold` is the count below which a
    published table of single cases hides a cell; 1 hides nothing. `evaluation_start_month` is the first month of its
    evaluation year (评价年度): 11 for 上年11月–本年10月; that of its definitions where it is not given.
    `neighbourhoods` (居村) are ranked apart from departments; names that end in 居委, 村 or 社区 need not be listed.
    `definitions` (指标口径) names the set of definitions by which its requests are judged (`evallib definitions` lists
    them); empty for the usual one. `rate_targets` (各率目标) are what the monthly report holds its rates against, e.g.
    ``{按时办结率: 95%, 满意率: 90%}``.

    >>> UnitInfo(name="某镇", rate_targets={"满意率": "90%"}).targets
    {'satisfaction_rate': 0.9}
    """

    name: str
    full_name: str = ""
    district: str = ""
    city: str = ""
    supervisor: str = ""
    agencies: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    small_cell_threshold: int = Field(default=5, ge=1)
    evaluation_start_month: int | None = Field(default=None, ge=1, le=12)
    definitions: str = ""
    rate_targets: dict[str, float] = Field(default_factory=dict)

    @field_validator("rate_targets", mode="before")
    @classmethod
    def _read_targets(cls, values: Any) -> Any:
        """Shares as people write them; a name or a number that cannot be one is told."""
        if not isinstance(values, dict):
            return values
        read = {}
        for name, value in values.items():
            if name not in RATE_NAMES:
                raise ValueError(f"没有“{name}”这个率；可写：{'、'.join(RATE_NAMES)}")
            text = str(value).strip()
            try:
                share = float(text.rstrip("%％")) / (100 if text.endswith(("%", "％")) else 1)
            except ValueError:
                share = -1.0
            if not 0 <= share <= 1:
                raise ValueError(f"“{name}”的目标“{value}”应写成 95% 或 0.95")
            read[name] = share
        return read

    @property
    def targets(self) -> dict[str, float]:
        """Targets by the rate's name in code."""
        return {RATE_NAMES[name]: value for name, value in self.rate_targets.items()}
