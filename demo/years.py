"""A year together: what someone wants, small steps, contacts week after week, reviews, and how it is rounded off."""

import random
from uuid import UUID

from django.db.models import Max

from buddies import actions as buddies
from buddies.models import Task
from goals import actions as goals
from goals.models import ActionStep, GoalState, LifeArea, Moment, Plan
from goals.shipped import LADDER
from logbook.actions import log_called_off, log_contact
from logbook.models import Mood, Way, Who
from matching.actions import end_match, pause_match
from matching.models import EndReason, Match
from participants.actions import move_on
from participants.models import OutflowReason
from programmes.models import Membership

from . import texts, together
from .choosing import begin_match
from .clock import at
from .company import Company, Guest, Volunteer
from .facts import Year
from .guests import welcome
from .texts import GoalText

WAYS = [Way.OUT] * 4 + [Way.HOME] * 4 + [Way.CALL] * 3 + [Way.CHAT] * 2 + [Way.OTHER]
MINUTES = {
    Way.OUT: (60, 90, 90, 120),
    Way.HOME: (45, 60, 60, 90),
    Way.CALL: (10, 15, 20, 30),
    Way.CHAT: (5, 10, 15),
    Way.OTHER: (30, 60, 90),
}
MOODS = [Mood.GOOD] * 6 + [Mood.GREAT] * 3 + [Mood.HARD] * 2
DAYS_TO_REVIEW = {Moment.START: 20, Moment.EXTRA: 120, Moment.MIDPOINT: 182, Moment.END: 358}
DAYS_TO_AFTERCARE_HALF = 91
SPOKEN_AS_AT = {Moment.EXTRA: Moment.MIDPOINT, Moment.AFTERCARE_HALF: Moment.END}
LATEST_WELCOME = 25


def live(company: Company, year: Year, *, is_persona: bool = False) -> None:
    """One match from its beginning to today, or to its end."""
    name = company.facts.year_persona if is_persona else None
    step = 1 + year.began % 2 if company.facts.uses_ladder else 0
    welcomed = min(
        year.began + company.dice.randint(30, 75), max(company.first_day - 5, year.began + LATEST_WELCOME)
    )
    guest = welcome(company, welcomed, name=name, step=step)
    wanted = company.deployed_persona if is_persona else None
    match, volunteer = begin_match(company, guest, year.began, volunteer=wanted)
    until = year.ended or 0
    writer = guest.membership or volunteer.membership
    _plan(company, guest, match, writer, began=year.began, until=until)
    _contacts(company, match, volunteer, year)
    for moment in year.reviews:
        if moment == Moment.AFTERCARE_HALF:
            continue
        supervisor = volunteer.buddy.supervisor or company.coordinator
        held_by = company.dice.choice((company.coordinator, supervisor))
        _review(company, guest, match, Moment(moment), year, by=held_by, buddy=volunteer.membership)
    _leave_one_half_way(company, match, year, by=volunteer.membership)
    if year.paused is not None:
        day = company.clock.day(year.paused)
        pause_match(match=match, on=day, reason=texts.PAUSED, by=company.coordinator)
    if year.ended is not None:
        _round_off(company, guest, match, volunteer, year)
        for moment in year.reviews:
            if moment == Moment.AFTERCARE_HALF:
                _review(company, guest, match, Moment(moment), year, by=company.coordinator, buddy=None)


def _plan(
    company: Company, guest: Guest, match: Match, writer: Membership, *, began: int, until: int
) -> None:
    """A wish, and up to three goals, the first after two weeks and then every two months."""
    clock, dice = company.clock, company.dice
    plan = goals.open_plan(participant=guest.participant, at=clock.moment(began, 12))
    if began - until < 10:
        return
    together.find_rest(company, plan, writer, began=began, until=until)
    goals.set_wish(plan=plan, wish=company.wishes.draw(), by=writer, at=clock.moment(began - 8, 15))
    for number in range(3):
        start = began - 12 - number * 60
        if start - until < 3:
            break
        _goal(company, plan, writer, company.goals.draw(), start=start, until=until)
    together.stand_around(company, plan, writer, began=began, until=until)
    days = began - until
    for _time in range(days // 75):
        goals.celebrate(
            plan=plan,
            words=company.small_successes.draw(),
            by=writer,
            on=clock.day(until + dice.randint(1, days - 20)),
        )


def _goal(
    company: Company, plan: Plan, writer: Membership, text: GoalText, *, start: int, until: int
) -> None:
    """Three steps, three weeks each. What lies in the past is mostly done; a reached goal is celebrated."""
    clock, dice = company.clock, company.dice
    goal = goals.add_goal(
        plan=plan,
        area=text.area,
        words=text.words,
        why=texts.WHYS[text.area] if dice.random() < 0.6 else "",
        by=writer,
        at=clock.moment(start, 16),
    )
    day, done = start, 0
    for number, (words, who) in enumerate(text.steps):
        day -= dice.randint(14, 26)
        step: ActionStep = goals.add_step(
            goal=goal,
            words=words,
            who=who,
            by=writer,
            by_day=clock.day(day),
            at=clock.moment(start - number, 16),
        )
        finished = day - dice.randint(0, 6)
        if finished > until and (done < number + 1) and dice.random() < 0.85:
            goals.finish_step(step=step, by=writer, on=clock.day(finished), celebrate=dice.random() < 0.25)
            done += 1
    last = day - 6
    if last <= until:
        return
    if done == len(text.steps):
        goals.change_goal(goal=goal, state=GoalState.REACHED, by=writer, on=clock.day(last))
        goals.celebrate(plan=plan, words=text.success, by=writer, on=clock.day(last))
    elif dice.random() < 0.25:
        goals.change_goal(goal=goal, state=GoalState.NOT_NOW, by=writer, on=clock.day(last))


def _contacts(company: Company, match: Match, volunteer: Volunteer, year: Year) -> None:
    """About as often as agreed, sometimes skipped; a silent couple stops some weeks ago."""
    dice, rhythm = company.dice, company.facts.contact_days
    last = year.ended or year.paused or 0
    if year.silent:
        last = 2 * rhythm + dice.randint(5, 12)
    ago = year.began - 3
    while ago > last:
        if dice.random() > 0.08:
            _contact(company, match, volunteer, ago)
        else:
            _called_off(company, match, volunteer, ago)
        ago -= max(rhythm + dice.randint(-2, 2), 2)


def _called_off(company: Company, match: Match, volunteer: Volunteer, ago: int) -> None:
    """Dice of its own: what else happens stays what it was."""
    dice = random.Random(f"{company.facts.slug} off {volunteer.buddy.person.name} {match.starts_on} {ago}")
    log_called_off(
        match=match,
        by=volunteer.membership,
        on=company.clock.day(ago),
        off_by=dice.choice(list(Who)),
        uid=UUID(int=dice.getrandbits(128), version=4),
        at=company.clock.moment(ago, dice.randint(15, 21)),
    )


def call_off(company: Company) -> None:
    """For one couple what they agreed did not go on twice in a row, and one that is silent had agreed once more."""
    clock, rhythm = company.clock, company.facts.contact_days
    going = Match.objects.active().filter(paused_since__isnull=True)
    running = going.annotate(last_on=Max("contacts__on")).order_by("starts_on", "id")
    silent = running.filter(last_on__lt=clock.day(2 * rhythm))
    lively = running.filter(last_on__gt=clock.day(rhythm), last_on__lt=clock.day(2))
    for matches, days in ((silent, (6,)), (lively, (2, 1))):
        for match in matches[:1]:
            for ago in days:
                _called_off(company, match, company.volunteer(match.buddy_id), ago)


def _contact(company: Company, match: Match, volunteer: Volunteer, ago: int) -> None:
    dice = company.dice
    way, mood = dice.choice(WAYS), dice.choice(MOODS)
    log_contact(
        match=match,
        by=volunteer.membership,
        on=company.clock.day(ago),
        minutes=dice.choice(MINUTES[way]),
        way=way,
        mood=mood,
        note=company.notes[mood].draw() if dice.random() < 0.4 else "",
        uid=UUID(int=dice.getrandbits(128), version=4),
        at=company.clock.moment(ago, dice.randint(15, 21), dice.randint(0, 59)),
    )


def _review(
    company: Company,
    guest: Guest,
    match: Match,
    moment: Moment,
    year: Year,
    *,
    by: Membership,
    buddy: Membership | None,
) -> None:
    """Marks of the participant; they go up and down, mostly up. The place on the ladder mostly stays."""
    dice = company.dice
    if not guest.marks:
        areas = dice.sample(list(LifeArea), dice.randint(6, 9))
        guest.marks = {area: dice.randint(2, 6) for area in areas}
        guest.step = guest.step or dice.randint(1, 2)
    else:
        guest.marks = {
            area: min(10, max(1, mark + dice.choice((-1, 0, 0, 1, 1, 2, 2, 3))))
            for area, mark in guest.marks.items()
        }
        guest.step = min(6, guest.step + dice.choice((0, 0, 0, 1)))
    if moment == Moment.AFTERCARE_HALF:
        ago = (year.ended or 0) - DAYS_TO_AFTERCARE_HALF
    else:
        ago = max(year.began - DAYS_TO_REVIEW[moment] + dice.randint(-6, 5), year.ended or 0)
    more: dict[str, str | int] = {"hope": company.next.draw(), "proud": company.proud.draw()}
    if moment == Moment.END:
        more |= {
            "thanks": company.thanks.draw(),
            "again": dice.randint(0, 1),
            "aftercare": int(year.aftercare),
        }
    review = goals.hold_review(
        match=match,
        moment=moment,
        held_on=company.clock.day(max(ago, 1)),
        by=by,
        marks=guest.marks,
        own_words=company.review_words[SPOKEN_AS_AT.get(moment, moment)].draw(),
        more={**more, "next": company.next.draw()},
        others={LADDER: {"step": guest.step}},
    )
    if buddy is not None and dice.random() < 0.5:
        goals.add_buddy_view(review=review, by=buddy, words=company.buddy_views.draw())


def _leave_one_half_way(company: Company, match: Match, year: Year, *, by: Membership) -> None:
    """Of those who are past the middle without a conversation, one was begun, and one is agreed for next week."""
    if year.ended is not None or "midpoint" in year.reviews or not 170 <= year.began <= 200:
        return
    plan = goals.open_plan(participant=match.participant)
    if year.began >= 180:
        review = goals.begin_review(plan=plan, match=match, moment=Moment.MIDPOINT, by=by)
        for answer in review.answers.filter(position__lte=3):
            goals.answer_question(answer=answer, value=company.dice.randint(3, 8))
    else:
        goals.plan_review(
            plan=plan, match=match, moment=Moment.MIDPOINT, on=company.clock.day(-5), by=company.coordinator
        )


def _round_off(company: Company, guest: Guest, match: Match, volunteer: Volunteer, year: Year) -> None:
    """The match ends; some keep in touch for half a year, most go on, and some come back to help."""
    assert year.ended is not None
    clock = company.clock
    end_match(
        match=match,
        on=clock.day(year.ended),
        reason=EndReason.MOVED if year.stopped_early else EndReason.COMPLETED,
        by=company.coordinator,
        aftercare=year.aftercare,
        looks_again=False,
    )
    volunteer.places += 1
    if year.outflow is None:
        return
    gone = max(year.ended - 10, 1)
    move_on(participant=guest.participant, by=company.coordinator, reason=year.outflow, on=clock.day(gone))
    if company.facts.for_families and year.outflow == OutflowReason.VOLUNTEER_WORK:
        person = guest.participant.person
        buddies.sign_up(
            name=person.name,
            tasks=[Task.ORGANISER.value],
            person=person,
            motivation="Ik ben zelf geholpen. Nu organiseer ik mee.",
            at=at(clock.day(max(gone - 5, 1)), 11),
        )
