"""Survivors that are known (survivors.yaml), with the reason why nobody can notice them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import yaml
from places import PACKAGE, Mutant, mutants_of

LIST = Path(__file__).parent / "survivors.yaml"


def listed_survivors() -> dict[str, str]:
    """Reason by name of a mutant; a name may hold a `*`, and `#2` stands behind the second that reads alike."""
    found: dict[str, str] = yaml.safe_load(LIST.read_text(encoding="utf-8")) or {}
    return found


def matches(mutant: Mutant, name: str) -> bool:
    """Whether a listed name means a mutant."""
    return fnmatchcase(str(mutant), name.replace("[", "[[]"))


def reason(mutant: Mutant, listed: dict[str, str]) -> str | None:
    """Why nobody can notice a mutant, if that is known."""
    return next((why for name, why in listed.items() if matches(mutant, name)), None)


def no_longer_there() -> list[str]:
    """Listed names that mean no mutant of the code as it stands."""
    listed = list(listed_survivors())
    paths = {name: PACKAGE / name.split(" ", 1)[0] for name in listed}
    there = {path: list(mutants_of(path)) for path in set(paths.values()) if path.is_file()}
    return [name for name in listed if not any(matches(mutant, name) for mutant in there.get(paths[name], []))]
