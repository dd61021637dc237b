"""What somebody achieved, told from their own answers, goals and successes. Words in which nothing is a defeat.

Numbers are compared only within one version of an instrument, and only once the new ones have been given.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import Match
from programmes.charts import Chart, Then, then_and_now_chart

from .conversation import QUESTIONS
from .instruments import in_language, score
from .models import ActionStep, Answer, Goal, GoalState, Instrument, LifeArea, Review, Success
from .reviews import change
from .shipped import LADDER, LIFE_AREAS
from .year import Year

# What two people arrange at the end belongs to that conversation; it is nothing to look back on with pride.
ARRANGED = frozenset({"again", "aftercare"})
CHANGES = {
    "much_better": gettext_lazy("gaat veel beter"),
    "better": gettext_lazy("gaat iets beter"),
    "same": gettext_lazy("is hetzelfde"),
    "heavier": gettext_lazy("is nu iets zwaarder"),
    "much_heavier": gettext_lazy("is nu zwaarder"),
}


@dataclass(frozen=True)
class Line:
    """One question with a number: now, and before when it was asked in the same version. `area` may be empty."""

    area: str
    label: str
    now: int
    now_words: str
    before: int | None
    before_words: str
    buddy: int | None
    change: str
    is_marks: bool
    low: int
    high: int
    key: str


@dataclass(frozen=True)
class Outcome:
    """What the answers to one instrument come to, in its own words where it has them; and what it came to before."""

    name: str
    words: str
    number: str
    before: str
    change: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Said:
    """An answer in words, with what it was an answer to."""

    key: str
    told: str
    words: str


@dataclass(frozen=True)
class Told:
    """One conversation as it is read: the numbers beside those of before, and the words."""

    review: Review
    before: Review | None
    lines: tuple[Line, ...]
    said: tuple[Said, ...]
    outcomes: tuple[Outcome, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def marks(self) -> list[Line]:
        return [line for line in self.lines if line.is_marks]

    @property
    def steps(self) -> list[Line]:
        """Answers that are read one by one, like a place on the ladder."""
        return [line for line in self.lines if not line.is_marks]

    @property
    def is_compared(self) -> bool:
        return any(line.before is not None for line in self.lines)

    @property
    def has_heavier(self) -> bool:
        moved = {each.change for each in self.lines} | {each.change for each in self.outcomes}
        return bool(moved & {"heavier", "much_heavier"})


def tell(review: Review, *, first: Review | None, buddy_word: str) -> Told:
    """A conversation, beside the first one of the same year. Two queries."""
    before: dict[tuple[int | None, str], Answer] = {}
    if first is not None and first.pk != review.pk:
        before = {(answer.instrument_id, answer.item): answer for answer in first.answers.all()}
    lines, said = [], []
    asked: dict[int, Instrument] = {}
    scored: dict[int, dict[str, int | None]] = defaultdict(dict)
    for answer in review.answers.select_related("instrument"):
        if answer.instrument is not None and answer.value is not None:
            asked[answer.instrument.pk] = answer.instrument
            if answer.instrument.asks.scoring != "none":
                scored[answer.instrument.pk][answer.item] = answer.value
                continue
            earlier = before.get((answer.instrument_id, answer.item))
            lines.append(_line(answer, earlier.value if earlier else None))
        elif answer.instrument is None and (answer.words or answer.value is not None):
            said.append(_said(answer, buddy_word))
    outcomes = [
        _outcome(asked[pk], answers, {item: one.value for (of, item), one in before.items() if of == pk})
        for pk, answers in scored.items()
    ]
    return Told(
        review,
        first if before else None,
        tuple(lines),
        tuple(said),
        tuple(one for one in outcomes if one is not None),
        tuple(each.source for each in asked.values() if each.source),
    )


def _outcome(
    instrument: Instrument, answers: Mapping[str, int | None], before: Mapping[str, int | None]
) -> Outcome | None:
    """None when too few questions were answered: then there is nothing to say, and nothing is filled in."""
    asks = instrument.asks
    now, earlier = score(asks, answers), score(asks, before)
    if now.total is None:
        return None
    moved = ""
    if earlier.total is not None:
        better = now.total - earlier.total if asks.higher_is_better else earlier.total - now.total
        moved = "same" if better == 0 else "better" if better > 0 else "heavier"
    parts = tuple((name, _number(part)) for name, part in now.subscales.items() if part is not None)
    return Outcome(
        name=instrument.name,
        words=in_language(now.band) if now.band else "",
        number=_number(now.total),
        before="" if earlier.total is None else _number(earlier.total),
        change=moved,
        parts=parts,
    )


def _number(number: float) -> str:
    return f"{round(number, 1):g}".replace(".", ",")


def _line(answer: Answer, before: int | None) -> Line:
    assert answer.instrument is not None
    assert answer.value is not None
    asks = answer.instrument.asks
    item, scale = asks.item(answer.item), asks.scale

    is_marks = answer.instrument.key == LIFE_AREAS

    def told(value: int | None) -> str:
        if value in scale.words and scale.is_all_words:
            return in_language(scale.words[value])
        if is_marks:
            return str(value)
        bounds = {"value": value, "low": scale.low, "high": scale.high}
        return _("%(value)s, van %(low)s tot en met %(high)s") % bounds

    area = LifeArea(item.area) if item.area in LifeArea else None
    moved = ""
    if before is not None:
        # A question that was asked the other way round is better when it is lower.
        rises = asks.higher_is_better != item.reverse
        moved = change(before, answer.value) if rises else change(answer.value, before)
    return Line(
        area=item.area if area else "",
        label=str(area.label) if area else in_language(item.words),
        now=answer.value,
        now_words=told(answer.value),
        before=before,
        before_words="" if before is None else told(before),
        buddy=answer.buddy_value,
        change=moved,
        is_marks=is_marks,
        low=scale.low,
        high=scale.high,
        key=answer.instrument.key,
    )


def _said(answer: Answer, buddy_word: str) -> Said:
    own = QUESTIONS[answer.item]
    told = str(own.told)
    words = answer.words or (_("ja") if answer.value else _("nee"))
    return Said(answer.item, told % {"buddy": buddy_word} if "%(" in told else told, words)


@dataclass(frozen=True)
class Counts:
    """How much was done, in numbers that grow and never shrink."""

    steps: int
    goals: int
    successes: int
    contacts: int
    hours: int


@dataclass(frozen=True)
class Achieved:
    """*Kijk wat jij bereikt hebt*: where someone started, where they are, and what they did."""

    began_on: date | None
    until: date
    last: Told | None
    first: Told | None
    reached: tuple[Goal, ...]
    busy: tuple[Goal, ...]
    done_steps: tuple[ActionStep, ...]
    successes: tuple[Success, ...]
    counts: Counts
    chart: Chart | None
    on_the_ladder: str


def achieved(year: Year, *, accent: str) -> Achieved:
    """Everything of the year of now, for whoever looks. A constant number of queries."""
    held = [review for review in year.reviews_now if review.held_on]
    first = held[0] if held else None
    word = year.words.buddy
    last_told = _without_what_was_arranged(tell(held[-1], first=first, buddy_word=word)) if held else None
    first_told = tell(held[0], first=None, buddy_word=word) if len(held) > 1 else None
    done = [step for goal in year.goals for step in goal.done_steps]
    return Achieved(
        began_on=year.track.starts_on if year.track else None,
        until=min(year.track.ended_on or year.today, year.today) if year.track else year.today,
        last=last_told,
        first=first_told,
        reached=tuple(goal for goal in year.goals if goal.state == GoalState.REACHED),
        busy=tuple(goal for goal in year.goals if goal.state == GoalState.BUSY),
        done_steps=tuple(sorted(done, key=lambda step: step.done_on or date.min)),
        successes=tuple(sorted(year.successes, key=lambda success: (success.on, success.pk))),
        counts=_counts(year, done),
        chart=_chart(last_told, accent) if last_told else None,
        on_the_ladder=_ladder(last_told),
    )


def _without_what_was_arranged(told: Told) -> Told:
    return replace(told, said=tuple(each for each in told.said if each.key not in ARRANGED))


def _counts(year: Year, done: Sequence[ActionStep]) -> Counts:
    # The relation `contacts` comes from the room above.
    together = Match.objects.filter(participant=year.participant).aggregate(
        times=Count("contacts"), minutes=Sum("contacts__minutes")
    )
    reached = sum(1 for goal in year.goals if goal.state == GoalState.REACHED)
    hours = round((together["minutes"] or 0) / 60)
    return Counts(len(done), reached, len(year.successes), together["times"], hours)


def _chart(told: Told, accent: str) -> Chart | None:
    return marks_chart(told.marks, accent=accent) if told.marks else None


def marks_chart(marks: Iterable[Line], *, accent: str) -> Chart:
    """Each life area as a line from then to now, with its table."""
    marks = list(marks)
    rows = [
        Then(
            label=line.label[:1].upper() + line.label[1:],
            before=line.before,
            now=line.now,
            note=str(CHANGES[line.change]) if line.change else "",
        )
        for line in marks
    ]
    return then_and_now_chart(
        title=_conclusion(marks),
        head=(_("Waarover"), _("aan het begin"), _("nu"), _("verschil")),
        rows=rows,
        low=min(line.low for line in marks),
        high=max(line.high for line in marks),
        accent=accent,
    )


def _conclusion(marks: Sequence[Line]) -> str:
    """What the drawing says in one sentence, beginning with what became lighter."""
    better = [line.label for line in marks if line.change in {"better", "much_better"}]
    if not any(line.before is not None for line in marks):
        return _("Zo gaat het nu, in jouw eigen cijfers")
    if not better:
        return _("Zo gaat het nu, naast hoe het begon")
    named = better[0]
    if len(better) > 1:
        named = _("%(these)s en %(last)s") % {"these": ", ".join(better[:-1]), "last": better[-1]}
    return _("Dit gaat nu beter: %(areas)s") % {"areas": named}


def _ladder(told: Told | None) -> str:
    """Where somebody stands on the ladder, in a sentence that fits staying as well as moving."""
    if told is None:
        return ""
    answers = [line for line in told.steps if line.key == LADDER]
    if not answers:
        return ""
    line = answers[0]
    if line.before is None:
        return line.now_words
    if line.before == line.now:
        return _("%(now)s Dat was aan het begin ook zo. Kijk wat je in die tijd allemaal hebt gedaan.") % {
            "now": line.now_words
        }
    return _("Nu: %(now)s Aan het begin: %(before)s") % {"before": line.before_words, "now": line.now_words}
