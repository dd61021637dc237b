"""A volunteer's agenda: where they are expected, and the conversations of the year; on screen, and for a calendar.

What a calendar reads leaves the house: it is read by phones, watches and whoever hosts them. So it names no
participant, and of a meeting with one not even the place.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from activities.agenda import appointments
from goals.models import Moment, Review
from goals.reviews import ReviewMoment
from goals.year import track_of_match
from matching.models import Match
from programmes.models import Membership, Programme

AHEAD = timedelta(days=60)
MEETING_LASTS = timedelta(hours=1)
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class Conversation:
    """A review that can be held now, or within two months."""

    match: Match
    each: ReviewMoment

    @property
    def day(self) -> date:
        return _day(self.each)

    @property
    def label(self) -> str:
        return str(Moment(self.each.moment).label)


def conversations(membership: Membership, today: date) -> list[Conversation]:
    """Of everyone this volunteer goes with, soonest first; of one that was skipped the later takes the place."""
    matches = list(Match.objects.active().of_buddy(membership).select_related("participant__person"))
    reviews: dict[int | None, list[Review]] = defaultdict(list)
    for review in Review.objects.filter(match__in=matches).order_by():
        reviews[review.match_id].append(review)
    found = []
    for match in matches:
        moments = track_of_match(match).moments(reviews[match.pk], today)
        due = [each for each in moments if each.is_open][-1:]
        coming = [each for each in moments if each.state == "coming" and _day(each) <= today + AHEAD][:1]
        found += [Conversation(match, each) for each in due or coming]
    return sorted(found, key=lambda conversation: (_day(conversation.each), conversation.match.pk))


def _day(each: ReviewMoment) -> date:
    """The day that was agreed, else the one it is held around."""
    return each.planned_for or each.around


def calendar(programme: Programme, membership: Membership, now: datetime, *, host: str) -> bytes:
    """The agenda as iCalendar (RFC 5545). `host` makes the numbers of its events ours."""
    made = Calendar()
    made.add("prodid", "-//Klik//Agenda//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", programme.name)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for each in appointments(programme, membership, now):
        is_meeting = each.until is None
        event = _event(each.url, host, now, each.kind.capitalize() if is_meeting else each.title)
        event.add("dtstart", each.at)
        event.add("dtend", each.until or each.at + MEETING_LASTS)
        if not is_meeting:
            event.add("location", each.place)
        made.add_component(event)
    for conversation in conversations(membership, timezone.localdate(now)):
        url = programme.to("goals:review", conversation.match.participant_id, conversation.each.moment)
        words = _("Gesprek over het jaar: %(moment)s") % {"moment": conversation.label}
        event = _event(url, host, now, words)
        event.add("dtstart", conversation.day)
        event.add("dtend", conversation.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    ical: bytes = made.to_ical()
    return ical


def _event(url: str, host: str, now: datetime, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{url.strip('/').replace('/', '-')}@{host}")
    event.add("dtstamp", now)
    event.add("summary", summary)
    return event
