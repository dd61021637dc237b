"""What volunteers do besides going with one participant, and what gives them worries."""

import random
from uuid import UUID

from logbook.actions import log_shift, take_up_worry, tell_worry
from logbook.models import Mood
from matching.models import Match

from .company import Company

WEEKS = 9
MINUTES = (60, 120, 120, 180)
MOODS = [Mood.GOOD] * 6 + [Mood.GREAT] * 3 + [Mood.HARD]
WORRIES = (
    ("Er lag weer een stapel ongeopende post, en het licht was uit.", "Samen gebeld met het wijkteam."),
    ("De laatste twee keer deed niemand open.", ""),
)


def fill(company: Company) -> None:
    """A few weeks of other tasks, and two worries: one taken up, one that waits."""
    dice = random.Random(f"{company.facts.slug} shifts")
    for buddy, membership, ready in company.helpers:
        for week in range(min(WEEKS, ready // 7)):
            ago = 7 * week + dice.randint(1, 5)
            log_shift(
                buddy=buddy,
                task=dice.choice(buddy.tasks),
                by=membership,
                on=company.clock.day(ago),
                minutes=dice.choice(MINUTES),
                mood=dice.choice(MOODS),
                uid=UUID(int=dice.getrandbits(128), version=4),
                at=company.clock.moment(ago, dice.randint(16, 21)),
            )
    _worries(company, dice)


def _worries(company: Company, dice: random.Random) -> None:
    running = Match.objects.active().order_by("starts_on", "id").select_related("buddy")
    for number, (match, (words, done)) in enumerate(zip(running[: len(WORRIES)], WORRIES, strict=False)):
        worry = tell_worry(
            match=match,
            by=company.volunteer(match.buddy_id).membership,
            words=words,
            uid=UUID(int=dice.getrandbits(128), version=4),
            at=company.clock.moment(9 - 6 * number, 17),
        )
        if done:
            take_up_worry(worry=worry, by=company.coordinator, what_was_done=done)
