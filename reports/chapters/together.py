"""Matches, contacts and activities."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.models import Attendance, Kind, Presence
from logbook.models import Way
from matching.models import EndReason
from programmes.days import add_months
from programmes.models import Measure
from reports import disclosure
from reports.contents import Chapter, Figure, Part, Result
from reports.figures import Period, Tally, contacts_of, matches_of, sessions_of

from .parts import Frame, decimal, figure, measured, of_people, part_of_amounts, publishable

DAYS_A_MONTH = 30.44
NOTHING = (0, 0)


def together(period: Period) -> Chapter:
    """Matches, and how often people saw each other. Empty in a programme that does not work one to one."""
    title = _("Samen op weg")
    if not period.programme.has_matching:
        return Chapter(title)
    results = (measured(Measure.MATCHES, period), *_endings(period), measured(Measure.CONTACTS, period))
    return Chapter(title, results, _contacts(period))


def _endings(period: Period) -> list[Result]:
    ended = list(
        matches_of(period)
        .filter(ended_on__lte=period.until)
        .order_by()
        .values_list("participant_id", "starts_on", "ended_on", "end_reason")
    )
    completed = sum(reason == EndReason.COMPLETED for *_rest, reason in ended)
    in_full = disclosure.subset(completed, whole=len(ended), threshold=period.threshold)
    counted_ended = _("Matches met een laatste dag in de periode.")
    counted_completed = _("Afgeronde matches waarvan de afgesproken tijd om was.")
    results = [
        of_people("ended", _("Matches die werden afgerond"), len(ended), counted_ended, period),
        Result(
            "completed",
            _("Matches die de hele tijd vol maakten"),
            figure(in_full, period.threshold),
            counted_completed,
        ),
    ]
    days = [(end - start).days for _who, start, end, _why in ended if end is not None]
    length = disclosure.average(days, people=len({who for who, *_rest in ended}))
    if length is not None:
        months = Figure(_("%(months)s maanden") % {"months": decimal(length / DAYS_A_MONTH)})
        counted_length = _("Van de begindag tot de laatste dag, van de afgeronde matches.")
        results.append(Result("length", _("Gemiddelde duur van een match"), months, counted_length))
    return results


def _contacts(period: Period) -> tuple[Part, Part]:
    contacts = contacts_of(period).order_by()
    heads = contacts.values("match__participant_id").distinct().count()
    months = _by(contacts.annotate(month=TruncMonth("on")), "month", "match__participant_id")
    ways = _by(contacts, "way", "match__participant_id")
    per_month = Frame(
        "months",
        _("Contacten per maand"),
        (_("Maand"), _("Contacten")),
        _("De meeste contacten waren er in %(label)s: %(value)s."),
        "line",
    )
    per_way = Frame(
        "ways",
        _("Wat mensen samen deden"),
        (_("Wat"), _("Contacten")),
        _("Het vaakst: %(label)s (%(value)s keer)."),
    )
    by_month = [(_month(month, period), *months.get(month, NOTHING)) for month in _months(period)]
    by_way = [(str(way.label), *ways.get(way.value, NOTHING)) for way in Way]
    return part_of_amounts(per_month, by_month, heads, period), part_of_amounts(
        per_way, by_way, heads, period
    )


def _by(rows: Any, group: str, person: str) -> dict[Any, tuple[int, int]]:
    """Per group: how many rows, and about how many different people."""
    grouped = rows.values_list(group).annotate(number=Count("id"), people=Count(person, distinct=True))
    return {value: (number, people) for value, number, people in grouped}


def _months(period: Period) -> Iterator[date]:
    month = period.first.replace(day=1)
    while month <= period.until:
        yield month
        month = add_months(month, 1)


def _month(month: date, period: Period) -> str:
    one_year = add_months(period.first, 12) > period.last
    return date_format(month, "b" if one_year else "b y")


def activities(period: Period) -> Chapter:
    """Sessions that are open to people, and visits to them. Empty where there were none."""
    title = _("Activiteiten")
    kinds = [kind for kind in Kind if kind not in {Kind.TRAINING, Kind.INTERVISION}]
    sessions = sessions_of(period).filter(kind__in=kinds)
    held = dict(sessions.order_by().values_list("kind").annotate(Count("id")))
    if not held:
        return Chapter(title)
    present = Attendance.objects.filter(presence=Presence.PRESENT, session__in=sessions).order_by()
    visits = _by(present, "session__kind", "person_id")
    heads = present.values("person_id").distinct().count()
    number = Tally(sum(number for number, _people in visits.values()), heads)
    counted_sessions = _("Activiteiten die zijn gehouden, zonder trainingen en intervisies.")
    counted_visitors = _("Iedereen die er een of meer keer was, één keer geteld.")
    results = (
        Result(
            "sessions",
            _("Bijeenkomsten"),
            publishable(Tally(sum(held.values())), period.threshold),
            counted_sessions,
        ),
        Result(
            "visits",
            _("Bezoeken"),
            publishable(number, period.threshold),
            _("Elke keer dat iemand bij zo'n bijeenkomst was."),
        ),
        of_people("visitors", _("Mensen die kwamen"), heads, counted_visitors, period),
    )
    frame = Frame(
        "kinds",
        _("Bezoeken per soort activiteit"),
        (_("Soort"), _("Bezoeken")),
        _("De meeste bezoeken waren er bij: %(label)s (%(value)s)."),
    )
    by_kind = [(str(kind.label), *visits.get(kind.value, NOTHING)) for kind in kinds if kind.value in held]
    return Chapter(title, results, (part_of_amounts(frame, by_kind, heads, period),))
