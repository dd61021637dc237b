"""What a volunteer has coming: their sessions, and first meetings with someone who chose them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import Introduction, IntroductionState
from programmes.models import Membership, Programme

from .models import Session

MOST_AHEAD = 50


@dataclass(frozen=True)
class Appointment:
    """One line of the agenda. `until` is None for a meeting, of which only the beginning is agreed."""

    at: datetime
    until: datetime | None
    kind: str
    title: str
    place: str
    url: str


def appointments(programme: Programme, membership: Membership, now: datetime) -> list[Appointment]:
    """From today on, soonest first, at most the fifty nearest of either kind."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    sessions = Session.objects.upcoming(now).in_agenda_of(membership).select_related("location")
    meetings = Introduction.objects.filter(
        state=IntroductionState.PLANNED, buddy__person_id=membership.person_id, planned_for__gte=midnight
    ).select_related("participant__person")
    found = [_of_session(programme, session) for session in sessions[:MOST_AHEAD]]
    found += [
        _of_meeting(programme, meeting) for meeting in meetings.order_by("planned_for", "id")[:MOST_AHEAD]
    ]
    return sorted(found, key=lambda appointment: appointment.at)


def _of_session(programme: Programme, session: Session) -> Appointment:
    return Appointment(
        at=session.starts_at,
        until=session.ends_at,
        kind=session.get_kind_display(),
        title=session.title,
        place=session.location.name,
        url=programme.to("activities:session", session.pk),
    )


def _of_meeting(programme: Programme, meeting: Introduction) -> Appointment:
    assert meeting.planned_for is not None
    return Appointment(
        at=meeting.planned_for,
        until=None,
        kind=_("kennismaking"),
        title=_("Kennismaken met %(name)s") % {"name": meeting.participant.person.first_name},
        place=meeting.place,
        url=programme.to("matching:invitation", meeting.pk),
    )
