"""What a unit is called and how its year runs (unit.yaml)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class UnitInfo(BaseModel):
    """A unit as its unit.yaml describes it.

    `agencies` (主责部门) are the names that its tables may use; `small_cell_threshold` is the count below which a
    published table of single cases hides a cell; 1 hides nothing. `evaluation_start_month` is the first month of its
    evaluation year (评价年度): 11 for 上年11月–本年10月. `neighbourhoods` (居村) are ranked apart from departments; names
    that end in 居委, 村 or 社区 need not be listed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    full_name: str = ""
    district: str = ""
    city: str = ""
    supervisor: str = ""
    agencies: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    small_cell_threshold: int = Field(default=5, ge=1)
    evaluation_start_month: int = Field(default=1, ge=1, le=12)
