"""Brackets (括号): the figures of a sentence by bracket, since a bracket takes apart the figure before it."""

from __future__ import annotations

from evallib.audit.reading.facts import Sentence
from evallib.audit.reading.figures import Figure


def levels(sentence: Sentence) -> list[tuple[Figure | None, list[Figure]]]:
    """Figures by bracket: the figures outside brackets, then those inside each bracket with the figure before it."""
    levels: list[tuple[Figure | None, list[Figure]]] = [(None, [])]
    if "(" not in sentence.text:
        return [(None, list(sentence.figures))]
    stack = [0]
    figures = iter([*sentence.figures, None])
    figure = next(figures)
    for offset, character in enumerate(sentence.text):
        while figure is not None and figure.place.start - sentence.start == offset:
            levels[stack[-1]][1].append(figure)
            figure = next(figures)
        if character == "(":
            outside = levels[stack[-1]][1]
            whole = outside[-1] if outside and outside[-1].place.end - sentence.start >= offset - 2 else None
            levels.append((whole, []))
            stack.append(len(levels) - 1)
        elif character == ")" and len(stack) > 1:
            stack.pop()
    return [levels[0], *((whole, level) for whole, level in levels[1:] if level)]
