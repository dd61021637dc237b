"""A round in sentences for a coordinator: who is proposed to whom and why, and why not somebody's first choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buddies.models import Buddy

from . import fit, rounds, sentences, suggestions
from .claims import Ahead
from .models import MatchingRound, NearPair, RoundLine
from .stable import Why

SELDOM_ASKED = {Why.EQUAL, Why.LATER}


@dataclass(frozen=True)
class ExplainedLine:
    """One line with its sentences; `attention` is what a coordinator should think about. `buddy` is empty when there is
    no proposal."""

    line: RoundLine
    participant: str
    buddy: str
    choice: str
    why: list[str]
    attention: list[str]
    why_not: list[str]


def explained(lines: Sequence[RoundLine]) -> list[ExplainedLine]:
    """Lines out of `RoundLine.objects.with_people()`, in a constant number of queries."""
    ids = {each["buddy"] for line in lines for each in line.why}
    buddies = Buddy.objects.filter(pk__in=ids).select_related("person")
    names = {buddy.pk: buddy.person.first_name for buddy in buddies}
    near = NearPair.objects.table()
    return [_explained(line, names, near) for line in lines]


def _explained(line: RoundLine, names: Mapping[int, str], near: suggestions.Near) -> ExplainedLine:
    why, attention = _fits(line, near)
    return ExplainedLine(
        line=line,
        participant=str(line.participant),
        buddy=str(line.card.buddy) if line.card else "",
        choice=_choice(line.choice),
        why=why,
        attention=attention,
        why_not=[why_not(each, names) for each in line.why if each["why"] not in SELDOM_ASKED],
    )


def _choice(number: int | None) -> str:
    if number is None:
        return ""
    return _("eerste keus") if number == 1 else _("ook goed")


def _fits(line: RoundLine, near: suggestions.Near) -> tuple[list[str], list[str]]:
    if line.card is None:
        return [], []
    found = fit.reasons(suggestions.as_seeker(line.participant, near), suggestions.as_helper(line.card.buddy))
    both = {"name": line.card.buddy.person.first_name, "participant": line.participant.person.first_name}
    return sentences.to_coordinator(found, **both), sentences.attention(found)


def why_not(each: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """ "Joke: vol. 3 mensen wachten langer." `each` is an entry of RoundLine.why."""
    name = names.get(each["buddy"], _("Iemand die gestopt is"))
    words = {
        rounds.BLOCKED: _("%(name)s: tegengehouden. De reden staat bij de kaarten."),
        rounds.WISH: _("%(name)s past niet bij een wens die er later bij kwam. De keuze blijft staan."),
        rounds.NOT_DEPLOYABLE: _("%(name)s is nu niet inzetbaar. De keuze blijft staan."),
        Why.NO_PLACE.value: _("%(name)s heeft nu geen plek. De keuze blijft staan."),
        Why.EQUAL.value: _("%(name)s is net zo welkom."),
        Why.LATER.value: _("%(name)s komt daarna."),
    }
    if each["why"] in words:
        return words[each["why"]] % {"name": name}
    return _("%(name)s: vol. %(who)s.") % {"name": name, "who": sentences.together(ahead(each["by"]))}


def ahead(by: Mapping[str, int]) -> list[str]:
    """ "1 mens gaat voor", "3 mensen wachten langer": what decided, in the order in which it is looked at."""
    return [_ahead(kind, by[kind]) for kind in Ahead if by.get(kind)]


def _ahead(kind: Ahead, number: int) -> str:
    words = {
        Ahead.URGENT: ngettext(
            "%(number)d mens kan niet wachten", "%(number)d mensen kunnen niet wachten", number
        ),
        Ahead.WAITS: ngettext("%(number)d mens wacht langer", "%(number)d mensen wachten langer", number),
        Ahead.FIT: ngettext(
            "%(number)d mens deelt er meer mee", "%(number)d mensen delen er meer mee", number
        ),
        Ahead.LOT: ngettext(
            "bij %(number)d mens besliste het lot", "bij %(number)d mensen besliste het lot", number
        ),
    }
    return words[kind] % {"number": number}


@dataclass(frozen=True)
class Summary:
    """A round in numbers, and what is different from the one before."""

    chose: int
    proposed: int
    first: int
    nobody: int
    since: MatchingRound | None
    changes: str


def summary(matching: MatchingRound) -> Summary:
    chose = matching.lines.count()
    proposed = matching.lines.filter(card__isnull=False).count()
    before = MatchingRound.objects.before(matching)
    return Summary(
        chose=chose,
        proposed=proposed,
        first=matching.lines.filter(choice=1).count(),
        nobody=chose - proposed,
        since=before,
        changes=_changes(rounds.changed(matching, before)) if before else "",
    )


def _changes(change: rounds.Change) -> str:
    found = []
    if change.came:
        found.append(ngettext("%d mens kwam erbij", "%d mensen kwamen erbij", change.came) % change.came)
    if change.left:
        found.append(
            ngettext("%d mens staat er niet meer bij", "%d mensen staan er niet meer bij", change.left)
            % change.left
        )
    if change.places > 0:
        found.append(ngettext("%d plek meer", "%d plekken meer", change.places) % change.places)
    if change.places < 0:
        fewer = -change.places
        found.append(ngettext("%d plek minder", "%d plekken minder", fewer) % fewer)
    return sentences.together(found) if found else ""
