"""How participants come in: by every door the programme has, and welcomed after a first conversation."""

from typing import TypedDict

from participants import actions
from participants.models import Household, Participant
from programmes.actions import give_role
from programmes.models import Door, Role
from programmes.names import Name

from . import texts
from .company import Company, Guest
from .likes import interests_of
from .people import Someone

RELATIVES = (
    "een dochter",
    "een zoon",
    "de buurvrouw van nummer 12",
    "de wijkverpleegkundige",
    "een vriendin",
)
FIRST_DAYS = 4


def sign_up(company: Company, ago: int, *, door: Door | None = None, name: Name | None = None) -> Guest:
    """Someone comes in so many days ago. A persona can sign in; of the others about half."""
    guest, _someone = _sign_up(company, ago, door or company.dice.choice(_doors(company)), name)
    return guest


def welcome(company: Company, ago: int, *, name: Name | None = None, step: int = 0) -> Guest:
    """Someone who signed up and was accepted after a first conversation so many days ago; `step`: on the ladder."""
    dice = company.dice
    applied = max(min(ago + dice.randint(6, 20), company.first_day), ago)
    guest, someone = _sign_up(company, applied, dice.choice(_doors(company)), name)
    actions.accept(
        participant=guest.participant,
        by=company.coordinator,
        held_on=company.clock.day(ago),
        household=Household.CHILDREN if company.facts.for_families else dice.choice(Household.values),
        gives_rest=company.gives_rest.draw(),
        gives_stress=company.gives_stress.draw(),
        talents=company.talents.draw() if dice.random() < 0.7 else "",
        languages=someone.languages,
        available=someone.available,
        ladder=step or None,
        interests=interests_of(someone.name),
    )
    guest.participant = Participant.objects.select_related("person__neighbourhood").get(
        pk=guest.participant.pk
    )
    guest.step = step
    company.guests.append(guest)
    return guest


def point_elsewhere(company: Company, ago: int) -> None:
    """Someone for whom another place fits better."""
    guest = sign_up(company, ago + 6)
    actions.point_elsewhere(
        participant=guest.participant,
        by=company.coordinator,
        shareable_reason=company.elsewhere.draw(),
        on=company.clock.day(ago),
    )


def _doors(company: Company) -> list[Door]:
    """How often people come in by which door."""
    doors = [door for door in company.facts.doors if door not in {Door.VOLUNTEER, Door.REFERRER}]
    return [*doors, *[Door.REFERRER] * (4 if company.facts.mostly_referred else 1)]


class Contact(TypedDict):
    email: str
    phone: str
    how_to_reach: str


def _sign_up(company: Company, ago: int, door: Door, name: Name | None) -> tuple[Guest, Someone]:
    dice = company.dice
    someone = company.crowd.someone(name)
    has_mail = name is not None or dice.random() < 0.55
    has_phone = dice.random() < 0.85
    contact: Contact = {
        "email": someone.email if has_mail else "",
        "phone": someone.phone if has_phone else "",
        "how_to_reach": _how_to_reach(company, has_mail=has_mail, has_phone=has_phone),
    }
    moment = company.clock.moment(ago, dice.randint(8, 21), dice.randint(0, 59))
    neighbourhood = dice.choice(company.setting.neighbourhoods)
    if door == Door.REFERRER:
        participant = actions.refer(
            name=someone.name,
            referrer=dice.choice(company.setting.staff[Role.REFERRER]),
            short_goal=company.short_goals.draw(),
            neighbourhood=neighbourhood,
            at=moment,
            **contact,
        )
    else:
        participant = actions.sign_up(
            name=someone.name,
            door=door,
            neighbourhood=neighbourhood,
            languages=someone.languages,
            available=someone.available,
            hoped_for=company.hopes.draw(),
            signed_up_by=dice.choice(RELATIVES) if door == Door.SOMEONE_ELSE else "",
            at=moment,
            **contact,
        )
    person = participant.person
    can_sign_in = has_mail and ago > FIRST_DAYS
    membership = give_role(person=person, role=Role.PARTICIPANT, email=person.email) if can_sign_in else None
    return Guest(participant, membership), someone


def _how_to_reach(company: Company, *, has_mail: bool, has_phone: bool) -> str:
    if not has_mail and not has_phone:
        return company.dice.choice(texts.WITHOUT_PHONE)
    if has_phone and company.dice.random() < 0.4:
        return company.dice.choice(texts.HOW_TO_REACH)
    return ""
