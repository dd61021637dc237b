"""What is in the agenda: what comes back every so many days, who was there, and what an intervision taught."""

from collections.abc import Sequence

from activities.actions import note_learning, plan_session, record_attendance
from activities.models import Kind, Presence, Session
from programmes.models import Person, Role

from .clock import at
from .company import Company
from .facts import ActivityFacts
from .volunteers import session_days

WHO_COMES = [Presence.PRESENT] * 8 + [Presence.CALLED_OFF] * 2 + [Presence.ABSENT]


def fill(company: Company) -> None:
    """Everything but the trainings, which belong to how volunteers came."""
    people = [guest.participant.person for guest in company.guests]
    for turn, activity in enumerate(company.facts.activities):
        if activity.kind == Kind.INTERVISION:
            _intervisions(company, activity)
        elif activity.kind != Kind.TRAINING:
            group = company.dice.sample(people, min(activity.group, len(people)))
            leader = _leader(company, turn)
            for ago in session_days(activity, company.clock, company.facts.starts_on):
                _session(company, activity, ago, group, leader)


def _intervisions(company: Company, activity: ActivityFacts) -> None:
    """With the volunteers of that moment. Of the last one the learning points are still to be written down."""
    days = session_days(activity, company.clock, company.facts.starts_on)
    last = min((ago for ago in days if ago > 0), default=0)
    leader = company.setting.staff[Role.PROFESSIONAL][0].person
    for ago in days:
        group = [each.buddy.person for each in company.deployed if each.ready > ago][: activity.group]
        if not group:
            continue
        session = _session(company, activity, ago, group, leader)
        if ago > last:
            method, learned, tips = company.lessons.draw()
            note_learning(
                session=session,
                method=method,
                learning_points=learned,
                tips=tips,
                by=company.coordinator,
                at=company.clock.moment(ago - 1, 9),
            )


def _session(
    company: Company, activity: ActivityFacts, ago: int, group: Sequence[Person], leader: Person
) -> Session:
    day = company.clock.day(ago)
    session = plan_session(
        kind=activity.kind,
        title=activity.title,
        location=company.setting.locations[activity.location],
        starts_at=at(day, activity.hour),
        ends_at=at(day, activity.hour + activity.hours),
        led_by=leader,
        by=company.coordinator,
        expected=group,
    )
    if ago > 0:
        presences = {person.pk: company.dice.choice(WHO_COMES) for person in group}
        record_attendance(session=session, presences=presences, by=company.coordinator)
    return session


def _leader(company: Company, turn: int) -> Person:
    """A volunteer who does other work than one to one, else a professional."""
    if company.other_volunteers:
        return company.other_volunteers[turn % len(company.other_volunteers)]
    leader: Person = company.setting.staff[Role.PROFESSIONAL][-1].person
    return leader
