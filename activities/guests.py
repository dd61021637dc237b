"""Who can be expected at a session: volunteers at all kinds, participants at group kinds."""

from django.db.models import Exists, OuterRef

from buddies.models import Buddy
from buddies.models import Status as BuddyStatus
from matching.models import Match
from participants.models import Participant
from programmes.models import Membership, Person, PersonQuerySet, Role

from .models import GROUP_KINDS, Kind


def active_volunteers() -> PersonQuerySet:
    return _volunteers(BuddyStatus.ACTIVE)


def volunteers_on_the_way() -> PersonQuerySet:
    return _volunteers(BuddyStatus.INTERESTED, BuddyStatus.ON_THE_WAY)


def participants(membership: Membership) -> PersonQuerySet:
    """Participants who are with us; for a professional those of the volunteers they supervise."""
    theirs = Participant.objects.with_us().filter(person_id=OuterRef("pk"))
    if membership.has_role(Role.PROFESSIONAL):
        coupled = Match.objects.active().supervised_by(membership).filter(participant_id=OuterRef("pk"))
        theirs = theirs.filter(Exists(coupled))
    return Person.objects.filter(Exists(theirs)).order_by("sort_name", "id")


def can_come(kind: str, membership: Membership) -> PersonQuerySet:
    """Everyone who can be added to a session of this kind by this person."""
    people = _volunteers(
        BuddyStatus.INTERESTED, BuddyStatus.ON_THE_WAY, BuddyStatus.ACTIVE, BuddyStatus.PAUSED
    )
    return people | participants(membership) if kind in GROUP_KINDS else people


def can_lead(membership: Membership) -> PersonQuerySet:
    """Colleagues and active volunteers."""
    staff = Membership.objects.with_role(Role.COORDINATOR, Role.PROFESSIONAL).filter(person_id=OuterRef("pk"))
    return active_volunteers() | Person.objects.filter(Exists(staff)).order_by("sort_name", "id")


def suggested(kind: str, membership: Membership) -> list[tuple[str, PersonQuerySet]]:
    """Groups to choose from while planning, most likely first: (name of the group, its people)."""
    if kind == Kind.TRAINING:
        return [("on_the_way", volunteers_on_the_way()), ("active", active_volunteers())]
    if kind == Kind.INTERVISION:
        return [("active", active_volunteers())]
    return [("participants", participants(membership)), ("active", active_volunteers())]


def _volunteers(*statuses: BuddyStatus) -> PersonQuerySet:
    role = Buddy.objects.filter(person_id=OuterRef("pk"), status__in=statuses)
    return Person.objects.filter(Exists(role)).order_by("sort_name", "id")
