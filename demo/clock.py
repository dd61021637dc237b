"""Days and moments counted back from today, and the invented choices that always fall out the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar

from django.utils import timezone

Item = TypeVar("Item")


@dataclass(frozen=True)
class Clock:
    """`ago` is in days; below zero is still to come."""

    today: date

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def ago(self, day: date) -> int:
        return (self.today - day).days

    def moment(self, ago: int, hour: int = 10, minute: int = 0) -> datetime:
        """A time of that day; never later than now unless the day is still to come."""
        moment = at(self.day(ago), hour, minute)
        return min(moment, timezone.now()) if ago >= 0 else moment


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


class Deck(Generic[Item]):
    """Deals everything once before anything comes back."""

    def __init__(self, dice: random.Random, cards: Sequence[Item]) -> None:
        self.dice = dice
        self.cards = list(cards)
        self.left: list[Item] = []

    def draw(self) -> Item:
        if not self.left:
            self.left = self.dice.sample(self.cards, len(self.cards))
        return self.left.pop()
