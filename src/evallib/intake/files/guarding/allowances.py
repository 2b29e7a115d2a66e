"""Allowances (读取额度): what reading one file may take, by what kind of file it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

MB = 2**20


@dataclass(frozen=True)
class Allowance:
    """What reading one file may take: memory in bytes, seconds, and how large the file itself may be."""

    memory: int
    seconds: float
    file_size: int = 200 * MB

    def for_size(self, size: int) -> Allowance:
        """More time for a larger file: a second for each MB; what is small and unpacks to much gets none.

        >>> TABLE_ALLOWANCE.for_size(20 * MB).seconds
        40.0
        """
        return replace(self, seconds=self.seconds + size / MB)


#: Ordinary tables; what a hostile file may cost at most.
TABLE_ALLOWANCE = Allowance(1024 * MB, 20)
#: A year of requests: 500,000 rows of 25 columns.
EXPORT_ALLOWANCE = Allowance(2048 * MB, 300, 2048 * MB)
#: A report of some hundred pages.
DOCUMENT_ALLOWANCE = Allowance(1024 * MB, 300)
#: Looking into a file before anything is built.
LOOK_ALLOWANCE = Allowance(768 * MB, 10, 2048 * MB)
