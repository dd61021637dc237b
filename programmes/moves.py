"""Statuses and the moves between them as a table: one source for the database's rule and for the drawing in the docs.

Pure. A room keeps its own table (`participants/models.py`, `buddies/models.py`); `docs/states.md` is drawn from them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """One allowed step from a status to another, with what happens in Dutch."""

    start: str
    end: str
    words: str


def refuse_other_moves(moves: Iterable[Move], column: str = "status") -> str:
    """The body of a `Rule` on UPDATE: the status in `column` changes along one of these moves, or stays."""
    allowed = ", ".join(sorted(f"('{move.start}', '{move.end}')" for move in moves))
    old, new = f"OLD.{column}", f"NEW.{column}"
    return f"IF {new} <> {old} AND ({old}, {new}) NOT IN ({allowed}) THEN REFUSE; END IF;"


def drawing(moves: Iterable[Move], labels: Mapping[str, str]) -> str:
    """The table as a Mermaid state diagram; moves between the same two statuses share one arrow."""
    lines = [f'    state "{label}" as {status}' for status, label in labels.items()]
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in moves:
        arrows.setdefault((move.start, move.end), []).append(move.words)
    lines += [f"    {start} --> {end}: {' / '.join(words)}" for (start, end), words in arrows.items()]
    return "\n".join(["stateDiagram-v2", "    direction LR", *lines])
