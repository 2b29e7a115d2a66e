"""The case store (工单库): clean Parquet files as one Ibis table, on DuckDB or Spark.

DuckDB is the default and needs no server; its memory is bounded by a setting and what does not fit goes to disk.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from evallib.model.problems import EvallibError, Problem

if TYPE_CHECKING:
    import ibis.expr.types as ir

Engine = Literal["duckdb", "spark"]


def open_requests(
    paths: Path | str | Sequence[Path | str],
    engine: Engine = "duckdb",
    memory_limit: str = "2GB",
    threads: int | None = None,
    session: Any = None,
) -> ir.Table:
    """Open clean service requests as an Ibis table; nothing is read until an expression is executed.

    Args:
        paths: Parquet files, or a glob such as ``data/clean/*/2023/service_requests.parquet``.
        engine: ``duckdb``, or ``spark`` (needs ``pip install evallib[spark]`` and Java 17).
        memory_limit: bound of DuckDB's memory, e.g. ``2GB``; of a Spark session that is made here, its heap.
        threads: DuckDB's threads; all cores by default.
        session: a Spark session; a local one is made without it.

    Raises:
        EvallibError: no file matches, or the engine is not there.
    """
    files = _files([paths] if isinstance(paths, str | Path) else list(paths))
    if engine == "spark":
        return _open_spark(files, memory_limit, session)
    import ibis

    settings: dict[str, Any] = {"memory_limit": memory_limit}
    if threads:
        settings["threads"] = threads
    # A connection of its own: a forked child must not inherit one that was used.
    connection = ibis.duckdb.connect(**settings)
    return connection.read_parquet([str(path) for path in files])


def keep(expression: ir.Table) -> ir.Table:
    """The rows of an expression, computed once and kept by its DuckDB connection; what many queries rest on."""
    backend: Any = expression.get_backend()
    table: ir.Table = backend.create_table(f"kept_{uuid.uuid4().hex}", expression, temp=True)
    return table


def _open_spark(files: list[Path], memory_limit: str, session: Any) -> ir.Table:
    import ibis

    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise EvallibError(
            Problem("store.no_spark", "没有安装 Spark", advice="请运行 pip install 'evallib[spark]'，并安装 Java 17")
        ) from None
    # Times are wall-clock times; UTC keeps every backend from shifting them.
    session = session or (
        SparkSession.builder.master("local[*]")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.memory", memory_limit.lower().removesuffix("b"))
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    # ibis reads one Parquet path on Spark; Spark itself reads many.
    view = f"cases_{uuid.uuid4().hex}"
    session.read.parquet(*(str(path) for path in files)).createOrReplaceTempView(view)
    return ibis.pyspark.connect(session).table(view)


def _files(patterns: list[Path | str]) -> list[Path]:
    found: list[Path] = []
    for pattern in patterns:
        text = str(pattern)
        if any(mark in text for mark in "*?["):
            anchor = Path(Path(text).anchor or ".")
            found += sorted(anchor.glob(str(Path(text).relative_to(anchor)) if Path(text).anchor else text))
        elif Path(text).is_file():
            found.append(Path(text))
    if not found:
        raise EvallibError(
            Problem(
                "store.no_cases",
                "没有工单数据",
                file="、".join(map(str, patterns)),
                advice="请先读入工单导出表，或用 evallib sample service-requests 生成合成数据",
            )
        )
    return found
