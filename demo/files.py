"""What stands in people's files besides their way: households, a double sign-up, a hand-over, places, and whether they fit."""

import random

from buddies import actions as volunteers
from buddies.models import Buddy, Fits, Stays, Task
from buddies.models import Status as BuddyStatus
from participants import actions
from participants.actions import make_link
from participants.models import Household, Participant, Status
from programmes.models import Door, PartnerKind, Role

from .company import Company

PLACES = {
    Task.HOST: "de inloop",
    Task.COOK: "de eettafel",
    Task.LANGUAGE_COACH: "het taalcafé",
    Task.ORGANISER: "de buurtmiddag",
    Task.ADMINISTRATION: "het spreekuur",
}
ANSWERS = (
    (Stays.YES, Fits.WELL, "Ik doe het graag."),
    (Stays.YES, Fits.WELL, ""),
    (Stays.YES, Fits.PARTLY, "De avonden worden wat lang."),
    (Stays.YES, Fits.WELL, "Ik leer er zelf ook van."),
)


def fill(company: Company) -> None:
    """Dice of its own, so that what others drew stays the same."""
    dice = random.Random(f"{company.facts.slug} files")
    _homes(company, dice)
    _at_the_door(company)
    _beside_others(company)
    _places(company, dice)
    _does_it_fit(company, dice)


def _homes(company: Company, dice: random.Random) -> None:
    """Households of those who told about theirs in the first talk."""
    told = Participant.objects.filter(intakes__household=Household.CHILDREN).order_by("pk")
    for participant in told.select_related("person"):
        actions.describe_home(
            participant=participant,
            by=company.coordinator,
            adults=dice.choice((1, 1, 2)),
            toddlers=dice.choice((0, 0, 1)),
            children=dice.choice((0, 1, 2)),
            teenagers=dice.choice((0, 0, 1)),
        )


def _at_the_door(company: Company) -> None:
    """One who waits for room, and one who signed up before; a consulent with a link of their own."""
    applied = Participant.objects.applied().select_related("person")
    if applied.count() > 1:
        first = applied[0]
        actions.put_on_the_list(
            participant=first,
            by=company.coordinator,
            shareable_reason="We hebben volgende maand weer plek voor een eerste gesprek.",
            on=company.clock.day(1),
        )
    known = Participant.objects.filter(status=Status.WAITING).exclude(person__phone="").order_by("pk").first()
    if known is not None:
        actions.sign_up(
            name=known.person.name,
            door=Door.SELF if Door.SELF in company.facts.doors else Door.FAMILY,
            phone=known.person.phone,
            hoped_for="Ik weet niet meer of ik me al had aangemeld.",
            at=company.clock.moment(1, 20, 15),
        )
    for staff in company.setting.staff.get(Role.REFERRER, [])[:1]:
        if staff.partner is not None:
            make_link(partner=staff.partner, holder="Ineke Vlasblom", by=company.coordinator)


def _beside_others(company: Company) -> None:
    """A chain partner helps beside the programme, with consent."""
    chain = [each for each in company.setting.partners.values() if PartnerKind.CHAIN in each.kinds]
    with_us = (
        Participant.objects.filter(status=Status.MATCHED).select_related("person").order_by("pk").first()
    )
    if chain and with_us is not None:
        actions.hand_over(
            participant=with_us,
            partner=chain[0],
            agreed_by=with_us.person.full_name,
            told="Vraagt hulp bij het aanvragen van een toeslag.",
            by=company.coordinator,
            and_moves_on=False,
            on=company.clock.day(20),
        )


def _places(company: Company, dice: random.Random) -> None:
    """Volunteers besides one to one are active somewhere; now and then because another organisation asked."""
    partners = list(company.setting.partners.values())
    active = Buddy.objects.filter(status=BuddyStatus.ACTIVE).select_related("person").order_by("pk")
    for buddy in active:
        other = [Task(task) for task in buddy.tasks if task != Task.BUDDY]
        if not other:
            continue
        task = dice.choice(other)
        where = dice.choice(list(company.setting.locations.values()))
        volunteers.deploy(
            buddy=buddy,
            by=company.coordinator,
            task=task,
            place=f"{PLACES[task].capitalize()} in {where.name}"[:120],
            since=company.clock.day(min(dice.randint(20, 200), company.first_day)),
            partner=dice.choice(partners) if partners and dice.random() < 0.3 else None,
        )


def _does_it_fit(company: Company, dice: random.Random) -> None:
    """Most were asked in the last half year; the first wants to talk about it."""
    active = Buddy.objects.filter(status=BuddyStatus.ACTIVE).select_related("person").order_by("pk")
    for number, buddy in enumerate(active):
        stays, fits, words = dice.choice(ANSWERS)
        ago = dice.randint(10, 150)
        if number == 0:
            stays, fits, words, ago = (
                Stays.OTHER,
                Fits.PARTLY,
                "Ik zou ook wel eens willen koken voor de groep.",
                3,
            )
        check = volunteers.check_place(
            buddy=buddy,
            by=company.coordinator,
            stays=stays,
            fits=fits,
            words=words,
            on=company.clock.day(ago),
        )
        if number:
            volunteers.talked_about_place(check=check, on=company.clock.day(max(ago - 3, 0)))
