"""Couples and people who may need a call: silence, a first contact, a heavy load, meetings called off. No scores, only what was.

Every question is one or two of the database for everybody at once.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Attendance, Presence
from buddies.models import Buddy
from buddies.models import Status as BuddyStatus
from logbook.models import CalledOff, Contact, Mood, Shift, Way
from matching.models import Introduction, IntroductionState, Match, MatchQuerySet
from participants.models import Participant
from participants.models import Status as ParticipantStatus
from programmes.models import Person, Trace
from programmes.templatetags.klik import day

from .needs import MOST, Desk, Need, few, rest_of

WEEK = timedelta(days=7)
LOAD_WEEKS = 4
HEAVY_HOURS_A_WEEK = 8
IN_A_ROW = 3
OFF_IN_A_ROW = 2
LATELY = timedelta(weeks=6)


def silent_pairs(desk: Desk) -> list[Need]:
    """Couples who were not in touch for more than twice their agreed rhythm. What did not go on is no contact, but told."""
    silent = (
        _going_on(desk, silent=True).annotate(off_on=Subquery(_off_since().values("on")[:1])).with_people()
    )
    total = silent.count()
    found = [_silent(match, desk) for match in silent[:MOST]]
    if total > MOST:
        found.append(rest_of(total - MOST, _("bij wie het lang stil is"), desk.to("buddies:list")))
    return found


def _going_on(desk: Desk, *, silent: bool) -> MatchQuerySet:
    """Couples who do not stand still, silent for longer than twice their rhythm or not, the longest first.

    With `last_on` and `last_way` of their last contact, and `since`: that day, else the one they began on.
    """
    contacts = Contact.objects.filter(programme_id=OuterRef("programme_id"), match_id=OuterRef("pk"))
    latest = contacts.order_by("-on", "-id")
    couples = (
        Match.objects.active()
        .filter(paused_since__isnull=True)
        .annotate(last_on=Subquery(latest.values("on")[:1]), last_way=Subquery(latest.values("way")[:1]))
        .annotate(since=Coalesce("last_on", "starts_on"))
        .annotate(quiet_from=ExpressionWrapper(F("since") + 2 * F("contact_days"), output_field=DateField()))
        .order_by("since", "id")
    )
    return couples.filter(quiet_from__lt=desk.today) if silent else couples.filter(quiet_from__gte=desk.today)


def _off_since() -> QuerySet[CalledOff]:
    """What did not go on after the last contact of a couple of `_going_on`, latest first."""
    off = CalledOff.objects.filter(programme_id=OuterRef("programme_id"), match_id=OuterRef("pk"))
    return off.filter(on__gt=Coalesce(OuterRef("last_on"), Value(date.min))).order_by("-on", "-id")


def _silent(match: Match, desk: Desk) -> Need:
    participant, buddy = match.participant.person.first_name, match.buddy.person.first_name
    since: date = match.since  # type: ignore[attr-defined]
    way: str | None = match.last_way  # type: ignore[attr-defined]
    days = (desk.today - since).days
    why = _("Ze begonnen op %(day)s en hebben nog niets gelogd.") % {"day": day(since)}
    if way:
        why = _("Laatste keer: %(way)s, %(day)s.") % {"way": Way(way).label, "day": day(since)}
    if off_on := match.off_on:  # type: ignore[attr-defined]
        why = f"{why} {_('Op %(day)s ging een afspraak niet door.') % {'day': day(off_on)}}"
    return Need(
        _("%(participant)s en %(buddy)s") % {"participant": participant, "buddy": buddy},
        _("hebben elkaar %(days)s dagen niet gesproken") % {"days": days},
        why,
        _("%(name)s bellen") % {"name": buddy},
        desk.to("buddies:person", match.buddy_id),
        tag=_("afgesproken: %(rhythm)s") % {"rhythm": _rhythm(match.contact_days)},
    )


def _rhythm(days: int) -> str:
    if days == 7:
        return _("elke week")
    if days % 7 == 0:
        return _("elke %(weeks)s weken") % {"weeks": days // 7}
    return ngettext("elke dag", "elke %(days)s dagen", days) % {"days": days}


def _couple(match: Match) -> str:
    return _("%(participant)s en %(buddy)s") % {
        "participant": match.participant.person.first_name,
        "buddy": match.buddy.person.first_name,
    }


def first_contacts(desk: Desk) -> list[Need]:
    """Couples who began and still have to meet after one rhythm, and those who met for the first time this week."""
    logged = Contact.objects.filter(programme_id=OuterRef("programme_id"), match_id=OuterRef("pk"))
    begun = Match.objects.active().filter(starts_on__lte=desk.today)
    waiting = (
        begun.filter(~Exists(logged))
        .annotate(
            meant_by=ExpressionWrapper(F("starts_on") + F("contact_days"), output_field=DateField()),
            quiet_from=ExpressionWrapper(F("starts_on") + 2 * F("contact_days"), output_field=DateField()),
        )
        # Longer than twice the rhythm is silence, and told there.
        .filter(meant_by__lt=desk.today, quiet_from__gte=desk.today)
        .with_people()
        .order_by("starts_on", "id")
    )
    met = (
        begun.filter(starts_on__gt=desk.today - LATELY)
        .annotate(first_on=Subquery(logged.order_by("on", "id").values("on")[:1]))
        .filter(first_on__gt=desk.today - WEEK)
        .order_by("first_on", "id")
        .with_people()
    )
    return [_not_met(match, desk) for match in waiting[:MOST]] + [_met(match, desk) for match in met[:MOST]]


def _not_met(match: Match, desk: Desk) -> Need:
    return Need(
        _couple(match),
        _("hebben nog geen eerste contact gelogd"),
        _("Ze begonnen op %(day)s.") % {"day": day(match.starts_on)},
        _("%(name)s bellen") % {"name": match.buddy.person.first_name},
        desk.to("buddies:person", match.buddy_id),
    )


def _met(match: Match, desk: Desk) -> Need:
    first_on: date = match.first_on  # type: ignore[attr-defined]
    return Need(
        _couple(match),
        _("hadden hun eerste contact"),
        _("Op %(day)s. Een goed moment om te vragen hoe het was.") % {"day": day(first_on)},
        _("%(name)s bellen") % {"name": match.buddy.person.first_name},
        desk.to("buddies:person", match.buddy_id),
        is_now=False,
    )


def heavy_loads(desk: Desk) -> list[Need]:
    """Volunteers for whom it may be much: many hours in four weeks, or the last contacts all hard."""
    since, heavy = desk.today - LOAD_WEEKS * WEEK, LOAD_WEEKS * HEAVY_HOURS_A_WEEK * 60
    spent: Counter[int] = Counter()
    for logged, whose in ((Contact.objects.all(), "match__buddy_id"), (Shift.objects.all(), "buddy_id")):
        sums = logged.filter(on__gt=since).order_by().values(whose).annotate(sum=Sum("minutes"))
        spent.update({pk: total for pk, total in sums.values_list(whose, "sum") if pk is not None})
    minutes = {pk: total for pk, total in spent.items() if total > heavy}
    mine = Contact.objects.filter(programme_id=OuterRef("programme_id"), match__buddy_id=OuterRef("pk"))
    active = Buddy.objects.filter(status=BuddyStatus.ACTIVE)
    hard = set(
        active.filter(Exists(mine.filter(on__gt=desk.today - LATELY, mood=Mood.HARD)))
        .annotate(moods=ArraySubquery(mine.order_by("-on", "-id").values("mood")[:IN_A_ROW]))
        .filter(moods=[Mood.HARD.value] * IN_A_ROW)
        .order_by()
        .values_list("pk", flat=True)
    )
    people = (
        active.filter(pk__in={*minutes, *hard}).select_related("person").order_by("person__sort_name", "id")
    )
    total = len({*minutes, *hard})
    found = [_heavy(buddy, minutes.get(buddy.pk, 0), desk) for buddy in people[:MOST]]
    if total > MOST:
        found.append(rest_of(total - MOST, _("voor wie het nu misschien veel is"), desk.to("buddies:list")))
    return found


def _heavy(buddy: Buddy, minutes: int, desk: Desk) -> Need:
    sentence = _("vond de laatste drie contacten lastig")
    why = _("Vraag wat zou helpen: meedenken, een stapje terug, of iemand erbij.")
    if minutes:
        sentence = _("was veel bezig")
        why = _("%(hours)s uur in vier weken. Vraag of het nog past.") % {"hours": round(minutes / 60)}
    return Need(
        buddy.person.first_name,
        sentence,
        why,
        _("%(name)s bellen") % {"name": buddy.person.first_name},
        desk.to("buddies:person", buddy.pk),
    )


def called_off(desk: Desk) -> list[Need]:
    """People who were expected twice in a row and did not come, called off or not; a call often helps."""
    not_there = [Presence.CALLED_OFF, Presence.ABSENT]
    told = Attendance.objects.filter(
        programme_id=OuterRef("programme_id"),
        person_id=OuterRef("pk"),
        presence__in=[Presence.PRESENT, *not_there],
        session__starts_at__lt=desk.now,
    )
    people: QuerySet[Person] = (
        Person.objects.filter(
            Exists(told.filter(presence__in=not_there, session__starts_at__gt=desk.now - LATELY))
        )
        .annotate(
            last_two=ArraySubquery(
                told.order_by("-session__starts_at", "-id").values("presence")[:OFF_IN_A_ROW]
            ),
            last_at=Subquery(told.order_by("-session__starts_at", "-id").values("session__starts_at")[:1]),
            participant=Subquery(
                Participant.objects.filter(
                    programme_id=OuterRef("programme_id"), person_id=OuterRef("pk")
                ).values("pk")[:1]
            ),
            buddy=Subquery(
                Buddy.objects.filter(programme_id=OuterRef("programme_id"), person_id=OuterRef("pk")).values(
                    "pk"
                )[:1]
            ),
        )
        .filter(last_two__contained_by=[each.value for each in not_there])
        .filter(last_two__len=OFF_IN_A_ROW)  # type: ignore[misc]
        .order_by("-last_at", "id")
    )
    total = people.count()
    found = [_off(person, desk) for person in people[:MOST]]
    if total > MOST:
        rest = rest_of(
            total - MOST, _("bij wie het de laatste twee keer niet lukte"), desk.to("activities:list")
        )
        found.append(rest)
    return found


def _off(person: Person, desk: Desk) -> Need:
    presences: list[str] = person.last_two  # type: ignore[attr-defined]
    participant: int | None = person.participant  # type: ignore[attr-defined]
    buddy: int | None = person.buddy  # type: ignore[attr-defined]
    both = all(each == Presence.CALLED_OFF for each in presences)
    url = desk.to("activities:list")
    if buddy:
        url = desk.to("buddies:person", buddy)
    if participant:
        url = desk.to("participants:person", participant)
    last_at = person.last_at  # type: ignore[attr-defined]
    return Need(
        person.first_name,
        _("belde de laatste twee keer af") if both else _("was er de laatste twee keer niet"),
        _("De laatste keer was %(day)s.") % {"day": day(timezone.localdate(last_at))},
        _("%(name)s bellen") % {"name": person.first_name},
        url,
    )


def contacts_off(desk: Desk) -> list[Need]:
    """Couples whose last two appointments, or more, did not go on lately, and who are not silent already."""
    lately = _off_since().filter(on__gt=desk.today - LATELY)
    couples = (
        _going_on(desk, silent=False)
        .annotate(days_off=ArraySubquery(lately.values("on")))
        .filter(days_off__len__gte=OFF_IN_A_ROW)  # type: ignore[misc]
        .with_people()
    )
    return few(
        [_contact_off(match, desk) for match in couples],
        lambda rest: rest_of(rest, _("bij wie afspraken niet doorgingen"), desk.to("buddies:list")),
    )


def _contact_off(match: Match, desk: Desk) -> Need:
    days: list[date] = match.days_off  # type: ignore[attr-defined]
    return Need(
        _couple(match),
        _("zagen hun laatste %(times)s afspraken niet doorgaan") % {"times": len(days)},
        _("De laatste was %(day)s. Bel even om te horen wat zou helpen.") % {"day": day(days[0])},
        _("%(name)s bellen") % {"name": match.buddy.person.first_name},
        desk.to("buddies:person", match.buddy_id),
    )


def meetings_off(desk: Desk) -> list[Need]:
    """Participants who wait and saw what was agreed not go on twice lately: moved to another day, or called off."""
    agreed = (
        Introduction.objects.filter(
            participant__status=ParticipantStatus.WAITING,
            planned_for__gt=desk.now - LATELY,
            held_on__isnull=True,
        )
        .with_people()
        .order_by("id")
    )
    of_participant: dict[int, list[Introduction]] = defaultdict(list)
    for introduction in agreed:
        of_participant[introduction.participant_id].append(introduction)
    plans = _times_planned([each for mine in of_participant.values() for each in mine])
    off = {
        pk: sum(plans[each.pk] - (each.state == IntroductionState.PLANNED) for each in mine)
        for pk, mine in of_participant.items()
    }
    found = [
        _meeting_off(mine[-1], off[pk], desk)
        for pk, mine in of_participant.items()
        if off[pk] >= OFF_IN_A_ROW
    ]
    return few(
        found,
        lambda rest: rest_of(rest, _("bij wie een kennismaking niet doorging"), desk.to("matching:board")),
    )


def _times_planned(introductions: list[Introduction]) -> Counter[int]:
    """How often a day was agreed for each; the trail tells, as the introduction itself knows only the last one."""
    told = Trace.objects.filter(
        verb="introduction.planned",
        about_id__in={each.participant.person_id for each in introductions},
        thing_id__in={each.pk for each in introductions},
    )
    return Counter(dict(told.order_by().values_list("thing_id").annotate(times=Count("pk"))))


def _meeting_off(introduction: Introduction, times: int, desk: Desk) -> Need:
    participant, buddy = introduction.participant.person.first_name, introduction.buddy.person.first_name
    return Need(
        participant,
        _("zag een kennismaking %(times)s keer niet doorgaan") % {"times": times},
        _("De laatste was met %(buddy)s. Vraag wat zou helpen.") % {"buddy": buddy},
        _("%(name)s bellen") % {"name": participant},
        desk.to("participants:person", introduction.participant_id),
    )
