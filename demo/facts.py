"""The shape in which a programme's facts are written down in demo/programmes: plain values, one file per programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from activities.models import Kind
from buddies.models import Task
from logbook.allowance import Mode
from participants.models import OutflowReason
from programmes.blueprints import GateFacts
from programmes.colours import Palette
from programmes.models import Door, Measure, PartnerKind, Role
from programmes.names import Name

# Works for the one, volunteers for two: one person with several roles, in two programmes.
SEVERAL_ROLES = Name("Esra", "", "Yıldız")


@dataclass(frozen=True)
class PhaseFacts:
    name: str
    starts_on: date
    ends_on: date | None = None
    is_predecessor: bool = False
    note: str = ""
    figures: Mapping[Measure, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PartnerFacts:
    name: str
    kinds: tuple[PartnerKind, ...]


@dataclass(frozen=True)
class LocationFacts:
    name: str
    address: str = ""
    host: str = ""


@dataclass(frozen=True)
class ActivityFacts:
    """Something that comes back: every so many days on a weekday (0 is Monday), for about `group` people.

    `rounds` is how many times it was held before.
    """

    kind: Kind
    title: str
    location: str
    every: int
    hour: int
    hours: int = 2
    group: int = 8
    weekday: int = 0
    rounds: int = 8


@dataclass(frozen=True)
class Staff:
    """Someone with a role and a persona; `id` follows the programme's slug in the persona's id."""

    id: str
    name: Name
    role: Role
    partner: str = ""


@dataclass(frozen=True)
class Year:
    """A match that began so many days ago, the reviews that were held, and how it ended if it did.

    `paused`: since how many days the two do not see each other for a while.
    """

    began: int
    reviews: tuple[str, ...] = ()
    silent: bool = False
    ended: int | None = None
    aftercare: bool = False
    outflow: OutflowReason | None = None
    stopped_early: bool = False
    paused: int | None = None


@dataclass(frozen=True)
class Cast:
    """How many people are at which point of the way today, and how the matches of this and last year went."""

    applied: tuple[Door, ...] = ()
    elsewhere: int = 0
    waiting: int = 0
    choosing: int = 1
    wants_to_talk: int = 0
    chosen: int = 0
    invited: int = 0
    agreed: int = 0
    planned: int = 0
    held: int = 0
    one_answer: int = 0
    second_choice: int = 0
    late: int = 0
    doubts: int = 0
    rivals: int = 0
    years: tuple[Year, ...] = ()
    guided: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class VolunteerGroup:
    """So many volunteers with the same tasks, who passed every gate. `accounts`: whether they sign in."""

    tasks: tuple[Task, ...]
    count: int
    capacity: int = 1
    accounts: bool = True


@dataclass(frozen=True)
class ProgrammeFacts:
    slug: str
    name: str
    organisation: str
    place: str
    tagline: str
    introduction: str
    facts: tuple[str, ...]
    public_email: str
    public_phone: str
    doors: tuple[Door, ...]
    buddy: tuple[str, str, str]
    participant: tuple[str, str, str]
    palette: Palette
    starts_on: date
    ends_on: date | None
    contact_days: int
    phases: tuple[PhaseFacts, ...]
    neighbourhoods: tuple[tuple[str, date | None], ...]
    gates: tuple[GateFacts, ...]
    partners: tuple[PartnerFacts, ...]
    targets: Mapping[Measure, int]
    locations: tuple[LocationFacts, ...]
    activities: tuple[ActivityFacts, ...]
    staff: tuple[Staff, ...]
    buddy_persona: Name
    choosing_persona: Name
    year_persona: Name
    cast: Cast
    volunteers: tuple[VolunteerGroup, ...]
    on_the_way: int
    cultures: Mapping[str, int]
    target_periods: tuple[tuple[date, date], ...]
    reported: tuple[date, date]
    draft: tuple[date, date] | None = None
    for_families: bool = False
    mostly_referred: bool = False
    several_roles: Name | None = None
    uses_ladder: bool = False
    gives: Mode = Mode.NONE


def first_of_month(today: date, months_ago: int) -> date:
    """The first day of the month that many months before this one."""
    months = today.year * 12 + today.month - 1 - months_ago
    return date(months // 12, months % 12 + 1, 1)


def year(number: int) -> tuple[date, date]:
    """A calendar year."""
    return date(number, 1, 1), date(number, 12, 31)
