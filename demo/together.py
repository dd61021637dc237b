"""What makes a plan a plan of several people: stress marked before goals, ideas, remarks, obstacles, guided years."""

from goals import actions as goals
from goals.models import Instrument, LifeArea, Moment, Plan
from goals.shipped import LADDER
from programmes.models import Membership, PartnerKind, Role

from . import texts
from .company import Company
from .guests import welcome

IDEAS_PER_AREA = 3
STEP_OF_GUIDED = 2


def prepare(company: Company) -> None:
    """Ideas for steps, and the questions this programme asks; the ladder only where people are told by it."""
    goals.ensure_shipped(on=company.facts.starts_on)
    if company.facts.uses_ladder:
        ladder = Instrument.objects.get(key=LADDER)
        goals.activate_instrument(instrument=ladder, by=company.coordinator, on=company.facts.starts_on)
    kept: dict[LifeArea, int] = {}
    for text in texts.GOALS:
        words, who = text.steps[0]
        if kept.get(text.area, 0) < IDEAS_PER_AREA:
            goals.add_idea(area=text.area, words=words, who=who)
            kept[text.area] = kept.get(text.area, 0) + 1


def find_rest(company: Company, plan: Plan, by: Membership, *, began: int, until: int) -> None:
    """What gives stress, marked in the first week, and once more half a year later where that has come."""
    dice = company.dice
    areas = dice.sample(list(LifeArea), dice.randint(4, 7))
    marks: dict[LifeArea, int | None] = {area: dice.randint(2, 10) for area in areas}
    marks[areas[-1]] = None
    for ago in (began - 4, began - 180):
        if ago < max(until, 1):
            break
        for area, value in marks.items():
            goals.mark_stress(plan=plan, area=area, value=value, by=by, on=company.clock.day(ago))
            marks[area] = None if value is None else min(10, max(0, value - dice.choice((-1, 0, 1, 2, 3))))


def stand_around(company: Company, plan: Plan, by: Membership, *, began: int, until: int) -> None:
    """Some plans have a remark, and some something that stands in the way; older ones are mostly solved."""
    dice, clock = company.dice, company.clock
    if dice.random() < 0.3:
        goals.remark(plan=plan, words=dice.choice(texts.REMARKS), by=company.coordinator)
    if began - until < 40 or dice.random() > 0.35:
        return
    chain = [partner for partner in company.setting.partners.values() if PartnerKind.CHAIN in partner.kinds]
    noted = dice.randint(until + 5, began - 20)
    obstacle = goals.note_obstacle(
        plan=plan,
        words=company.obstacles.draw(),
        by=by,
        partner=dice.choice(chain) if chain else None,
        on=clock.day(noted),
    )
    followed = max(noted - dice.randint(5, 30), until, 0)
    goals.follow_obstacle(
        obstacle=obstacle,
        by=company.coordinator,
        news=dice.choice(texts.NEWS),
        is_solved=followed > 40,
        on=clock.day(followed),
    )


def go_with_a_guide(company: Company, *, began: int, reviews: tuple[str, ...]) -> None:
    """A year with a professional, still without a match: the same place on the ladder, and yet a great deal of progress."""
    guest, clock = welcome(company, began + 3, step=STEP_OF_GUIDED), company.clock
    plan = goals.open_plan(participant=guest.participant, at=clock.moment(began, 12))
    guide = company.setting.staff[Role.PROFESSIONAL][0]
    goals.guide(plan=plan, guide=guide, since=clock.day(began), by=company.coordinator)
    goals.set_wish(plan=plan, wish=company.wishes.draw(), by=guide, at=clock.moment(began - 1, 11))
    find_rest(company, plan, guide, began=began, until=0)
    text = company.goals.draw()
    goal = goals.add_goal(
        plan=plan,
        area=text.area,
        words=text.words,
        by=guide,
        why=texts.WHYS[text.area],
        at=clock.moment(began - 2, 14),
    )
    for number, (words, who) in enumerate(text.steps):
        step = goals.add_step(
            goal=goal, words=words, who=who, by=guide, at=clock.moment(began - 3 - number, 15)
        )
        done = began - 20 - number * 25
        if done > 0:
            goals.finish_step(step=step, by=guide, on=clock.day(done), celebrate=True)
    areas = company.dice.sample(list(LifeArea), 6)
    marks = {area: company.dice.randint(2, 5) for area in areas}
    for moment, ago in zip(reviews, (began - 14, began - 182), strict=False):
        goals.hold_review(
            plan=plan,
            moment=moment,
            held_on=clock.day(ago),
            by=guide,
            marks=marks,
            own_words=company.review_words[Moment(moment)].draw(),
            more={"proud": company.proud.draw(), "next": company.next.draw()},
            others={LADDER: {"step": STEP_OF_GUIDED}},
        )
        marks = {area: min(10, mark + company.dice.choice((0, 1, 2))) for area, mark in marks.items()}
