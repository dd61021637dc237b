"""What a report counts and how: the one place where a number gets its meaning. Inside a scope."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Least, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Attendance, Presence, Session
from buddies.models import Buddy, ScreeningStep
from buddies.models import Status as BuddyStatus
from goals.models import Goal, Success
from logbook.models import Contact
from matching.models import Match
from participants.models import Participant, Referral, Stay
from programmes.models import Gate, Measure, Programme, Target


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report is about. What comes after `today` cannot be counted yet."""

    programme: Programme
    first: date
    last: date
    today: date

    @property
    def until(self) -> date:
        return min(self.last, self.today)

    @property
    def threshold(self) -> int:
        return self.programme.smallest_cell


@dataclass(frozen=True, slots=True)
class Tally:
    """A number, and about how many people it is; None when it is about nobody in particular."""

    value: int
    people: int | None = None


def with_us(period: Period) -> QuerySet[Participant]:
    """Participants who were welcome and not yet gone on some day of the period, also in an earlier stay."""
    before = Stay.objects.filter(
        programme_id=OuterRef("programme_id"),
        participant_id=OuterRef("pk"),
        accepted_on__lte=period.until,
        closed_on__gte=period.first,
    )
    now = Q(accepted_on__lte=period.until) & (Q(closed_on__isnull=True) | Q(closed_on__gte=period.first))
    return Participant.objects.filter(now | Exists(before))


def moved_on(period: Period) -> QuerySet[Participant]:
    """Those of them who went on without us within the period."""
    return with_us(period).filter(closed_on__lte=period.until)


def _of_participant(model: type[Stay] | type[Referral]) -> QuerySet[Any]:
    return model.objects.filter(programme_id=OuterRef("programme_id"), participant_id=OuterRef("pk"))


# The day someone rang our bell for the first time, whatever happened since.
FIRST_DAY = TruncDate(
    Least(
        "applied_at",
        Subquery(_of_participant(Stay).order_by("applied_at").values("applied_at")[:1]),
        Subquery(_of_participant(Referral).order_by("received_at").values("received_at")[:1]),
    )
)


def signed_up(period: Period) -> QuerySet[Participant]:
    """Those who signed up, or were signed up, within the period for the first time."""
    people = Participant.objects.order_by().annotate(first_day=FIRST_DAY)
    return people.filter(first_day__gte=period.first, first_day__lte=period.until)


def came_back(period: Period) -> QuerySet[Participant]:
    """Those who signed up again within the period, after an earlier time."""
    again = Stay.objects.filter(
        programme_id=OuterRef("programme_id"),
        participant_id=OuterRef("pk"),
        applied_at__date__gt=OuterRef("first_day"),
        applied_at__date__gte=period.first,
        applied_at__date__lte=period.until,
    )
    now = Q(
        applied_at__date__gt=F("first_day"),
        applied_at__date__gte=period.first,
        applied_at__date__lte=period.until,
    )
    return Participant.objects.order_by().annotate(first_day=FIRST_DAY).filter(now | Exists(again))


def ready_volunteers(period: Period) -> QuerySet[Buddy]:
    """Volunteers who took part on some day of the period and had passed every gate that was asked then."""
    passed = ScreeningStep.objects.filter(
        done_on__lte=period.until,
        programme_id=OuterRef("programme_id"),
        gate_id=OuterRef("pk"),
        buddy_id=OuterRef(OuterRef("pk")),
    )
    asked = Gate.objects.in_use_on(period.until).asked_of_who_came(OuterRef("applied_at"))
    gate_left = asked.filter(~Exists(passed), programme_id=OuterRef("programme_id"))
    return Buddy.objects.filter(
        ~Exists(gate_left),
        Q(stopped_on__isnull=True) | Q(stopped_on__gte=period.first),
        status__in=[BuddyStatus.ACTIVE, BuddyStatus.PAUSED, BuddyStatus.STOPPED],
        applied_at__date__lte=period.until,
    )


def matches_begun(period: Period) -> QuerySet[Match]:
    return Match.objects.filter(starts_on__gte=period.first, starts_on__lte=period.until)


def matches_of(period: Period) -> QuerySet[Match]:
    """Matches that ran on some day of the period."""
    return Match.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=period.first), starts_on__lte=period.until
    )


def contacts_of(period: Period) -> QuerySet[Contact]:
    return Contact.objects.between(period.first, period.until)


def sessions_of(period: Period) -> QuerySet[Session]:
    """Sessions that were held: they began in the period and are over."""
    return Session.objects.filter(
        starts_at__date__gte=period.first, starts_at__date__lte=period.until, ends_at__lt=timezone.now()
    )


def goals_reached(period: Period) -> QuerySet[Goal]:
    return Goal.objects.filter(reached_on__gte=period.first, reached_on__lte=period.until)


def successes_of(period: Period) -> QuerySet[Success]:
    return Success.objects.filter(on__gte=period.first, on__lte=period.until)


def _participants(period: Period) -> Tally:
    people = with_us(period).count()
    return Tally(people, people)


def _volunteers(period: Period) -> Tally:
    people = ready_volunteers(period).count()
    return Tally(people, people)


def _matches(period: Period) -> Tally:
    begun = matches_begun(period)
    return Tally(begun.count(), begun.values("participant_id").distinct().count())


def _contacts(period: Period) -> Tally:
    contacts = contacts_of(period)
    return Tally(contacts.count(), contacts.order_by().values("match__participant_id").distinct().count())


def _hours(period: Period) -> Tally:
    contacts = contacts_of(period).order_by()
    present = Attendance.objects.filter(
        Exists(Buddy.objects.filter(programme_id=OuterRef("programme_id"), person_id=OuterRef("person_id"))),
        presence=Presence.PRESENT,
        session__in=sessions_of(period),
    ).order_by()
    minutes = contacts.aggregate(total=Sum("minutes"))["total"] or 0
    spent: timedelta = present.aggregate(total=Sum(F("session__ends_at") - F("session__starts_at")))[
        "total"
    ] or timedelta(0)
    people = {
        *contacts.values_list("match__buddy__person_id").distinct(),
        *present.values_list("person_id").distinct(),
    }
    return Tally(round((minutes + spent.total_seconds() / 60) / 60), len(people))


def _intervisions(period: Period) -> Tally:
    return Tally(sessions_of(period).intervisions().count())  # type: ignore[attr-defined]


def _outflow(period: Period) -> Tally:
    people = moved_on(period).count()
    return Tally(people, people)


_TALLIES: dict[str, Callable[[Period], Tally]] = {
    Measure.PARTICIPANTS: _participants,
    Measure.BUDDIES: _volunteers,
    Measure.MATCHES: _matches,
    Measure.CONTACTS: _contacts,
    Measure.HOURS: _hours,
    Measure.INTERVISIONS: _intervisions,
    Measure.OUTFLOW: _outflow,
}

_LABELS = {
    Measure.PARTICIPANTS: _("{w.Participants} die meededen"),
    Measure.BUDDIES: _("{w.Buddies} die alle stappen deden"),
    Measure.MATCHES: _("Matches die begonnen"),
    Measure.CONTACTS: _("Keren dat mensen elkaar spraken"),
    Measure.HOURS: _("Uren van vrijwilligers"),
    Measure.INTERVISIONS: _("Intervisies"),
    Measure.OUTFLOW: _("{w.Participants} die verder gingen"),
}

_COUNTED = {
    Measure.PARTICIPANTS: _(
        "Iedereen die welkom was en op een of meer dagen van de periode bij ons was, ook wie nog op een {w.buddy} wachtte."
    ),
    Measure.BUDDIES: _(
        "Vrijwilligers die op een of meer dagen van de periode meededen en alle stappen van het programma hadden gedaan."
    ),
    Measure.MATCHES: _(
        "Matches met een begindag in de periode. Een match begint als twee mensen elkaar hebben ontmoet en allebei ja zeggen."
    ),
    Measure.CONTACTS: _("Elk contact dat vrijwilligers opschreven: samen op pad, thuis, bellen of appen."),
    Measure.HOURS: _(
        "De tijd van die contacten en van de bijeenkomsten waar vrijwilligers bij waren, afgerond op hele uren."
    ),
    Measure.INTERVISIONS: _("Bijeenkomsten voor intervisie die zijn gehouden."),
    Measure.OUTFLOW: _("Wie in de periode afrondde en zonder ons verder ging."),
}


def tally(measure: str, period: Period) -> Tally:
    """Count one measure over a period. The number itself: whoever publishes it takes care of disclosure."""
    return _TALLIES[measure](period)


def label(measure: str, programme: Programme) -> str:
    """What the measure is called, in the programme's own words."""
    return str(_LABELS[Measure(measure)]).format(w=programme.words)


def counted(measure: str, programme: Programme) -> str:
    """How the measure is counted, in one or two sentences."""
    return str(_COUNTED[Measure(measure)]).format(w=programme.words)


def aims(period: Period) -> dict[str, int]:
    """What was agreed for this period per measure: targets within it together, else the one that spans it."""
    within: dict[str, int] = {}
    around: dict[str, int] = {}
    for target in Target.objects.filter(starts_on__lte=period.last, ends_on__gte=period.first):
        if period.first <= target.starts_on and target.ends_on <= period.last:
            within[target.measure] = within.get(target.measure, 0) + target.aim
        elif target.starts_on <= period.first and period.last <= target.ends_on:
            around[target.measure] = target.aim
    return around | within
