"""What became different for people together: between start, midpoint and end, with nobody to be found in it."""

from datetime import timedelta

from django.utils import timezone

from goals.actions import activate_instrument, ensure_shipped, hold_review
from goals.group import since_the_start
from goals.models import Goal, Instrument, LifeArea, Moment
from goals.shipped import LADDER, LIFE_AREAS
from programmes.scope import scope
from reports.contents import Contents, Part
from tests import factories as make
from tests.reports.test_figures import count, couple, couples, part, period

TODAY = timezone.localdate()
DAYS = {Moment.START: 25, Moment.MIDPOINT: 10, Moment.END: 0}


def say(world, match, moment: Moment, value: int, *, step: int | None = None, ago: int | None = None) -> None:
    hold_review(
        match=match,
        moment=moment,
        held_on=TODAY - timedelta(days=DAYS[moment] if ago is None else ago),
        by=world.coordinator,
        marks={LifeArea.MONEY: value},
        others={LADDER: {"step": step}} if step else {},
    )


def use_the_ladder(world) -> None:
    ensure_shipped(on=TODAY - timedelta(days=60))
    activate_instrument(instrument=Instrument.objects.get(key=LADDER), by=world.coordinator)


def parts(contents: Contents) -> dict[str, Part]:
    return {part.key: part for chapter in contents.chapters for part in chapter.parts}


def cells(part: Part) -> dict[str, list[str]]:
    return {row.label: [cell.text for cell in row.cells] for row in part.rows}


def test_midpoint_and_end_are_told_apart(in_west):
    for number, match in enumerate(couples(12)):
        say(in_west, match, Moment.START, 3)
        say(in_west, match, Moment.MIDPOINT, 3)
        say(in_west, match, Moment.END, 8 if number < 6 else 2)
    told = parts(count(in_west))
    assert cells(told["moves-midpoint"]) == {"geld": ["0", "12", "0", "12"]}
    assert cells(told["moves-end"]) == {"geld": ["6", "0", "6", "12"]}
    assert cells(told["marks-midpoint"]) == {"geld": ["12", "3,0", "3,0"]}
    assert cells(told["marks-end"]) == {"geld": ["12", "3,0", "5,0"]}


def test_only_answers_of_one_year_and_one_version_are_compared(in_west):
    match = couple()
    say(in_west, match, Moment.START, 2)
    Instrument.objects.filter(key=LIFE_AREAS).update(active_since=None)
    old = Instrument.objects.get(key=LIFE_AREAS)
    make.InstrumentFactory(
        key=LIFE_AREAS, version=2, definition=old.definition, active_since=TODAY - timedelta(days=20)
    )
    say(in_west, match, Moment.END, 9)
    told = since_the_start(key=LIFE_AREAS, since=TODAY - timedelta(days=60), until=TODAY)
    assert not told[Moment.END]


def test_a_midpoint_of_before_the_period_is_not_of_it(in_west):
    match = couple()
    say(in_west, match, Moment.START, 2)
    say(in_west, match, Moment.MIDPOINT, 5)
    say(in_west, match, Moment.END, 6)
    told = since_the_start(key=LIFE_AREAS, since=TODAY - timedelta(days=5), until=TODAY)
    assert not told[Moment.MIDPOINT]
    assert told[Moment.END]["money"] == {match.participant.plans.get().pk: (2, 6)}


def test_the_ladder_is_told_per_step_and_small_numbers_are_not(in_west):
    use_the_ladder(in_west)
    walks = [(1, 2)] * 6 + [(1, 1)] * 5 + [(2, 3)] * 5 + [(2, 2)] * 5 + [(3, 3)] * 2
    for match, (begun, now) in zip(couples(len(walks)), walks, strict=True):
        say(in_west, match, Moment.START, 5, step=begun)
        say(in_west, match, Moment.END, 5, step=now)
    ladder = part(count(in_west), "ladder-end")
    told = cells(ladder)
    assert list(told) == ["trede 1", "trede 2", "trede 3"]
    assert told["trede 1"][0] == "6"
    assert told["trede 3"] == ["0", "minder dan 5", "0", "minder dan 5"]
    assert not {text for row in told.values() for text in row} & {"1", "2", "3", "4"}
    assert ladder.total is not None
    assert [cell.text for cell in ladder.total.cells] == ["11", "12", "0", "23"]


def test_where_every_step_would_be_hidden_the_steps_are_told_together(in_west):
    use_the_ladder(in_west)
    for number, match in enumerate(couples(10)):
        say(in_west, match, Moment.START, 5, step=1 if number < 5 else 2)
        say(in_west, match, Moment.END, 5, step=3 if number in {0, 1, 5, 6, 7} else 1 if number < 5 else 2)
    assert cells(part(count(in_west), "ladder-end")) == {"alle treden": ["5", "5", "0", "10"]}


def test_the_ladder_of_few_people_is_not_there(in_west):
    use_the_ladder(in_west)
    for match in couples(4):
        say(in_west, match, Moment.START, 5, step=1)
        say(in_west, match, Moment.END, 5, step=1)
    assert part(count(in_west), "ladder-end").withheld


def test_two_averages_that_differ_by_one_person_are_not_both_there(in_west):
    for number, match in enumerate(couples(11)):
        say(in_west, match, Moment.START, 3)
        say(in_west, match, Moment.MIDPOINT, 4)
        if number:
            say(in_west, match, Moment.END, 5)
    told = parts(count(in_west))
    assert cells(told["marks-end"])["geld"] == ["10", "3,0", "5,0"]
    assert "marks-midpoint" not in told


def test_goals_stand_per_area_and_state(in_west):
    Goal.objects.all().delete()
    for number in range(12):
        plan = make.PlanFactory()
        make.GoalFactory(plan=plan, area=LifeArea.MONEY)
        make.GoalFactory(
            plan=plan,
            area=LifeArea.JOY,
            state="reached" if number < 6 else "busy",
            reached_on=TODAY if number < 6 else None,
        )
    areas = part(count(in_west), "goal-areas")
    assert areas.head == ("Waarover", "mee bezig", "gelukt", "even niet", "anders geworden", "samen")
    assert cells(areas) == {
        "geld": ["12", "0", "0", "0", "12"],
        "zin en plezier": ["6", "6", "0", "0", "12"],
    }


def test_many_goals_of_few_people_stay_out_of_every_table(in_west):
    Goal.objects.all().delete()
    plans = [make.PlanFactory() for _each in range(9)]
    for plan in plans:
        make.GoalFactory(plan=plan, area=LifeArea.MONEY)
    for _each in range(8):
        make.GoalFactory(plan=plans[0], area=LifeArea.JOY, state="not_now")
        make.GoalFactory(plan=plans[1], area=LifeArea.WORK, state="changed")
    shown = [
        (row.label, cell.text)
        for key in ("goal-areas", "goal-states")
        for row in parts(count(in_west)).get(key, Part(key, "")).rows
        for cell in row.cells
    ]
    assert ("mee bezig", "9") in shown or ("geld", "9") in shown
    assert not {text for _label, text in shown} & {"8", "16"}


def test_no_goal_of_another_programme_is_counted(west, zuid):
    with scope(zuid.programme):
        for _each in range(9):
            make.GoalFactory()
    with scope(west.programme):
        Goal.objects.all().delete()
        assert part(count(west), "goal-areas").withheld
        assert period(west).programme == west.programme


def test_the_group_figures_take_a_constant_number_of_queries(in_west, django_assert_num_queries):
    for match in couples(6):
        say(in_west, match, Moment.START, 3)
        say(in_west, match, Moment.END, 4)
    with django_assert_num_queries(1):
        since_the_start(key=LIFE_AREAS, since=TODAY - timedelta(days=60), until=TODAY)
