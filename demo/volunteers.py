"""How a programme's volunteers came: signing up, the gates in their order, training together, who guides whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from activities.actions import plan_session, record_attendance
from activities.models import Kind, Presence
from buddies import actions
from buddies.models import Buddy, Task
from programmes.actions import give_role
from programmes.models import Gate, GateKind, Person, Role
from programmes.names import Name

from .clock import Clock, at
from .company import Company, Volunteer
from .facts import ActivityFacts, VolunteerGroup
from .likes import drawing_of, gender_of, interests_of
from .people import email_of


@dataclass(frozen=True)
class Plan:
    """One volunteer to come: in which group, trained how many days ago, with an old conduct certificate or not."""

    group: VolunteerGroup
    trained: int
    name: Name | None = None
    email: str = ""
    old_certificate: bool = False


def session_days(activity: ActivityFacts, clock: Clock, since: date) -> list[int]:
    """How many days ago each session was held, oldest first; the last ones are still to come."""
    following = (activity.weekday - clock.today.weekday()) % 7
    past = [activity.every * times - following for times in range(activity.rounds, 0, -1)]
    coming = [-following - activity.every * times for times in range(3 if activity.every <= 14 else 1)]
    return [ago for ago in past if clock.day(ago) >= since] + coming


def come(company: Company, scale: int) -> None:
    """All of them: those who were trained, training by training, and those who are on the way."""
    training = next(each for each in company.facts.activities if each.kind == Kind.TRAINING)
    days = session_days(training, company.clock, company.facts.starts_on)
    trainings = [ago for ago in days if ago > 0]
    plans = _plans(company, trainings, scale)
    for ago in trainings:
        _train(company, training, ago, [plan for plan in plans if plan.trained == ago])
    company.deployed.sort(key=lambda each: (-each.ready, each.buddy.pk))
    for number in range(company.facts.on_the_way * scale):
        _on_the_way(company, number)
    for ago in [ago for ago in days if ago <= 0]:
        _hold_training(company, training, ago, company.preparing)


def _plans(company: Company, trainings: Sequence[int], scale: int) -> list[Plan]:
    facts, dice = company.facts, company.dice
    early, late = trainings[:2], trainings[2:] or trainings
    plans: list[Plan] = []
    for group in facts.volunteers:
        is_buddy = Task.BUDDY in group.tasks
        # Enough one-to-one volunteers from the first days on, so that the oldest matches have someone.
        own = [
            Plan(group, dice.choice(early if is_buddy and number % 4 < 3 else late))
            for number in range(group.count * scale)
        ]
        if is_buddy:
            own[0] = Plan(group, early[0], facts.buddy_persona)
            own[1] = Plan(group, early[0], old_certificate=True)
            if facts.several_roles:
                own[2] = Plan(group, early[0], facts.several_roles, email_of(facts.several_roles, "welsaam"))
        plans += own
    return plans


def _sign_up(company: Company, plan: Plan, ago: int) -> Buddy:
    dice, clock = company.dice, company.clock
    someone = company.crowd.someone(plan.name)
    introduction = company.introductions.draw()
    has_mail = bool(plan.name) or plan.group.accounts or dice.random() < 0.6
    buddy = actions.sign_up(
        name=someone.name,
        tasks=[task.value for task in plan.group.tasks],
        email=(plan.email or someone.email) if has_mail else "",
        phone=someone.phone,
        neighbourhood=dice.choice(company.setting.neighbourhoods),
        languages=someone.languages,
        available=someone.available,
        themes=[theme.value for theme in introduction.themes],
        motivation=company.motivations.draw(),
        person=company.setting.people.get(someone.name.full),
        at=clock.moment(ago, dice.randint(8, 21), dice.randint(0, 59)),
    )
    actions.describe(
        buddy=buddy,
        by=company.coordinator,
        introduction=introduction.words if Task.BUDDY in plan.group.tasks else "",
        capacity=plan.group.capacity,
        supervisor=company.supervisor(),
        deployed_until=company.facts.ends_on,
        interests=interests_of(someone.name),
        gender=gender_of(someone.name),
        at=clock.moment(max(ago - 1, 0), 16),
    )
    return buddy


def _train(company: Company, training: ActivityFacts, ago: int, plans: Sequence[Plan]) -> None:
    """One training: who came had passed the gates before it; afterwards come the gates behind it."""
    before, behind = _gates_around_training(company)
    came = []
    for plan in plans:
        applied = min(ago + company.dice.randint(18, 60), company.first_day)
        buddy = _sign_up(company, plan, applied)
        _pass(company, buddy, before, first=applied, last=ago, old=plan.old_certificate)
        came.append((plan, buddy))
    _hold_training(company, training, ago, [buddy.person for _plan, buddy in came])
    for plan, buddy in came:
        ready = max(ago - 8, 1) if behind else ago
        _pass(company, buddy, behind, first=ago, last=ready, old=plan.old_certificate)
        _welcome(company, plan, buddy, ready)


def _gates_around_training(company: Company) -> tuple[list[Gate], list[Gate]]:
    gates = company.setting.gates
    place = [gate.kind for gate in gates].index(GateKind.TRAINING)
    return gates[:place], gates[place + 1 :]


def _pass(
    company: Company, buddy: Buddy, gates: Sequence[Gate], *, first: int, last: int, old: bool = False
) -> None:
    """Gates in order, spread over the days between; an old conduct certificate runs out in a month."""
    for number, gate in enumerate(gates, 1):
        runs_out = old and gate.kind == GateKind.CONDUCT_CERTIFICATE
        actions.complete_step(
            buddy=buddy,
            gate=gate,
            by=company.coordinator,
            done_on=company.clock.day(first - (first - last) * number // (len(gates) + 1)),
            valid_until=company.clock.day(-27) if runs_out else None,
        )


def _hold_training(company: Company, training: ActivityFacts, ago: int, people: Sequence[Person]) -> None:
    day = company.clock.day(ago)
    session = plan_session(
        kind=Kind.TRAINING,
        title=training.title,
        location=company.setting.locations[training.location],
        starts_at=at(day, training.hour),
        ends_at=at(day, training.hour + training.hours),
        led_by=company.setting.staff[Role.PROFESSIONAL][0].person,
        by=company.coordinator,
        expected=people,
    )
    if ago > 0:
        present = {person.pk: Presence.PRESENT for person in people}
        record_attendance(session=session, presences=present, by=company.coordinator)


def _welcome(company: Company, plan: Plan, buddy: Buddy, ready: int) -> None:
    if not plan.group.accounts:
        company.other_volunteers.append(buddy.person)
        return
    membership = give_role(person=buddy.person, role=Role.BUDDY, email=buddy.person.email)
    if Task.BUDDY in plan.group.tasks:
        if len(company.deployed) % 3 == 0:
            actions.put_photo(buddy=buddy, data=drawing_of(buddy.person.name), by=membership)
        company.deployed.append(Volunteer(buddy, membership, ready, plan.group.capacity))
    else:
        company.other_volunteers.append(buddy.person)
        company.helpers.append((buddy, membership, ready))


def _on_the_way(company: Company, number: int) -> None:
    """The first has just signed up, the second had the talk, the third is ready for the training."""
    before, _behind = _gates_around_training(company)
    passed = number % 3
    buddy = _sign_up(company, Plan(company.facts.volunteers[0], 0), 4 + 12 * passed)
    _pass(company, buddy, before[:passed], first=3 + 12 * passed, last=1)
    if passed >= len(before):
        company.preparing.append(buddy.person)
