"""Four rates (四率): figure, average, rank, and whether the sample carries the difference; the years side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evallib.indicators.four_rates import standard_name
from evallib.indicators.proportions import is_missing
from evallib.indicators.rate_periods import split_periods
from evallib.publish.drafts.figures import source_of
from evallib.publish.drafts.material import Material, cite
from evallib.publish.drafts.tree import Block, Chart, Figure, Pieces, Row, Series, line
from evallib.publish.messages.comparing import UNTESTED, Call, against_average, sample_words
from evallib.publish.words import format as fmt


def rates(m: Material) -> list[Block]:
    """The four rates: figure, average, rank, and whether the sample carries the difference; table and chart."""
    own = m.frame("four_rates")
    if own.empty:
        return m.missing("four_rates")
    blocks: list[Block] = [m.say(pieces) for pieces in rate_sentences(m)]
    table = rates_table(m)
    blocks += [m.say(line("四率与平均值、抽查数见{table}。", table=cite(table.id))), table]
    return [*blocks, *years_chart(m)]


def rate_sentences(m: Material) -> Sequence[Pieces]:
    """One sentence per rate."""
    return [_rate(m, row, clean) for row, clean in _rows(m)]


def _rows(m: Material) -> list[tuple[Mapping[Any, Any], Mapping[Any, Any]]]:
    """Computed rows beside the clean rows that they come from."""
    whole = split_periods(m.frame("four_rates"))[0]
    clean = {str(row["indicator"]): row for row in whole.to_dict("records")}
    by_name = {standard_name(name): row for name, row in clean.items()}
    return [
        (row, by_name[row["indicator"]])
        for row in m.page.current_rates.to_dict("records")
        if row["indicator"] in by_name
    ]


def _rate(m: Material, row: Mapping[Any, Any], clean: Mapping[Any, Any]) -> Pieces:
    value = m.book.cell("four_rates", clean, "rate")
    text = line("{name} {value}（{period}）", name=str(row["indicator"]), value=value, period=fmt.text(row["period"]))
    if not is_missing(row["average_rate"]):
        text = (*text, *_against(m, row, clean, value))
    if not is_missing(clean["rank"]):
        text = (*text, *line("；全区排名第 {rank} 位", rank=m.book.cell("four_rates", clean, "rank")))
    return (*text, "。")


def _against(m: Material, row: Mapping[Any, Any], clean: Mapping[Any, Any], value: Figure | str) -> Pieces:
    """The verdict of `against_average` with its figures."""
    found = against_average(row)
    average = m.book.cell("four_rates", clean, "average_rate")
    if found.call is Call.UNKNOWN:
        return ()
    if found.call is Call.EQUAL:
        return line("，与{name}（{average}）持平", name=found.label, average=average)
    parents: list[Figure | str] = [piece for piece in (value, average) if isinstance(piece, Figure)]
    points = fmt.points(abs(found.gap or 0))
    gap = m.book.derived(
        f"rates.{row['indicator']}.gap", points, f"{row['indicator']}与{found.label}的差距", parents, "个百分点"
    )
    more = "高" if row["gap_pp"] > 0 else "低"
    if not found.tested:
        text = "，比{name}（{average}）{more} {gap} 个百分点（{untested}）"
        return line(text, name=found.label, average=average, more=more, gap=gap, untested=UNTESTED)
    sample = m.cells("four_rates", clean, ("sampled_count", "failed_count"))
    low, high = (
        m.book.derived(
            f"rates.{row['indicator']}.{end}", fmt.pct(row[end]), f"{row['indicator']} 95% 区间{word}", sample
        )
        for end, word in (("lower", "下限"), ("upper", "上限"))
    )
    basis = line("{sample} 95% 区间 {low}–{high}", sample=sample_words(row), low=low, high=high)
    if found.call is Call.SAME:
        text = "，与{name}（{average}）无显著差异（{more} {gap} 个百分点，{basis}）"
    else:
        text = "，显著{more}于{name}（{average}）{gap} 个百分点（{basis}）"
    return line(text, name=found.label, average=average, more=more, gap=gap, basis=basis)


def rates_table(m: Material) -> Any:
    """The four rates with everything that was handed in about them."""
    frame = m.frame("four_rates")
    columns = [c for c in ("rate", "average_rate", "rank", "sampled_count", "failed_count") if frame[c].notna().any()]
    label = next((text for text in frame["average_label"] if isinstance(text, str)), "平均值")
    heads = {
        "rate": "本单位",
        "average_rate": label,
        "rank": "全区位次",
        "sampled_count": "抽查件数",
        "failed_count": "不合格件数",
    }
    rows = [
        Row(
            (
                str(row["indicator"]),
                *m.cells("four_rates", row, columns),
                fmt.text(row["period"]) if not is_missing(row["period"]) else fmt.text(row["period_text"]),
            )
        )
        for row in frame.to_dict("records")
    ]
    heads_ = ("指标", *(heads[c] for c in columns), "统计时段")
    return m.plain_table(
        "four_rates", f"{m.year} 年度四率", heads_, rows, [frame], unit="率为 %，件数为件", period="见表内统计时段"
    )


def years_chart(m: Material) -> list[Block]:
    """The four rates over the years, where more than one is known."""
    frame = m.page.rates
    years = sorted(frame["year"].unique())
    if len(years) < 2:
        return []
    clean = m.frame("four_rates", history=True)
    names = list(dict.fromkeys(m.page.current_rates["indicator"]))
    series = []
    for name in names:
        values = [
            frame[(frame["year"] == year) & (frame["indicator"] == name)]["printed_rate"].tolist() for year in years
        ]
        numbers = tuple(float(v[0]) * 100 if v and not is_missing(v[0]) else None for v in values)
        series.append(Series(name, numbers, tuple(fmt.pct(v[0]) if v else fmt.NOTHING for v in values)))
    period = f"{years[0]}–{years[-1]} 年"
    chart = Chart(
        "rates_years",
        f"{period}四率（公布值）",
        "line",
        tuple(f"{year}年" for year in years),
        tuple(series),
        "%",
        period,
        source_of(clean),
        "四率逐年公布值",
        "rates_years_table",
    )
    rows = [Row((s.name, *(label for label in s.labels))) for s in series]
    table = m.plain_table(
        "rates_years_table",
        f"{period}四率（公布值）",
        ("指标", *(f"{year} 年" for year in years)),
        rows,
        [clean],
        unit="%",
        period=period,
    )
    return [
        m.say(
            line("逐年公布值见{table}和{chart}；各年抽查口径以公布为准。", table=cite(table.id), chart=cite(chart.id))
        ),
        table,
        chart,
    ]


def rate_facts(m: Material) -> Sequence[Pieces]:
    """Facts: rates below their average, the largest gap first."""
    low = [(row, clean) for row, clean in _rows(m) if not is_missing(row["gap_pp"]) and row["gap_pp"] < 0]
    return [_rate(m, row, clean) for row, clean in sorted(low, key=lambda pair: pair[0]["gap_pp"])]
