"""What is written in a plan, by whom, and what is left of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goals import actions
from goals.models import Answer, GoalState, LifeArea, Moment, Review, Success, Who
from programmes.models import Role, Trace
from programmes.refusals import Refused
from tests import factories as make


def test_a_participant_has_one_plan_however_often_it_is_opened(in_west):
    participant = make.ParticipantFactory()
    first = actions.open_plan(participant=participant)
    assert actions.open_plan(participant=participant) == first


def test_a_wish_is_never_overwritten_unseen(in_west):
    buddy, participant = in_west[Role.BUDDY], in_west[Role.PARTICIPANT]
    seen = in_west.plan.wish
    actions.set_wish(plan=in_west.plan, wish="Mijn rijbewijs.", by=participant, previous=seen)
    with pytest.raises(actions.Overtaken) as overtaken:
        actions.set_wish(plan=in_west.plan, wish="Rust.", by=buddy, previous=seen)
    in_west.plan.refresh_from_db()
    assert overtaken.value.current == in_west.plan.wish == "Mijn rijbewijs."
    assert in_west.plan.wish_by == participant


def test_sending_the_same_wish_twice_is_no_conflict(in_west):
    for _time in range(2):
        plan = actions.set_wish(
            plan=in_west.plan, wish="Mijn rijbewijs.", by=in_west[Role.BUDDY], previous=in_west.plan.wish
        )
    assert plan.wish == "Mijn rijbewijs."
    assert Trace.objects.filter(verb="plan.wish_set").count() == 1


def test_a_reached_goal_has_its_day_and_loses_it_when_it_goes_on(in_west):
    day = timezone.localdate() - timedelta(days=3)
    goal = actions.change_goal(goal=in_west.goal, state=GoalState.REACHED, by=in_west[Role.BUDDY], on=day)
    assert goal.reached_on == day
    goal = actions.change_goal(goal=goal, state=GoalState.BUSY, by=in_west.coordinator)
    assert (goal.reached_on, goal.state_by) == (None, in_west.coordinator)


def test_a_step_is_celebrated_once_also_when_the_button_is_tapped_twice(in_west):
    by = in_west[Role.BUDDY]
    for _time in range(2):
        actions.finish_step(step=in_west.step, by=by, celebrate=True)
        actions.celebrate(plan=in_west.plan, words="Nog eens", by=by, step=in_west.step)
    assert [success.words for success in Success.objects.all()] == [in_west.step.words]


def test_ticking_twice_keeps_the_first_day_and_undoing_keeps_the_celebration(in_west):
    by, first = in_west[Role.BUDDY], timezone.localdate() - timedelta(days=2)
    actions.finish_step(step=in_west.step, by=by, on=first, celebrate=True)
    step = actions.finish_step(step=in_west.step, by=in_west.coordinator)
    assert (step.done_on, step.done_by) == (first, by)
    assert actions.reopen_step(step=step, by=by).done_on is None
    assert Success.objects.count() == 1


def test_a_new_step_and_goal_know_who_wrote_them(in_west):
    goal = actions.add_goal(
        plan=in_west.plan, area=LifeArea.JOY, words="Weer zingen 🎶 <b>hard</b>", by=in_west.coordinator
    )
    step = actions.add_step(goal=goal, words="Koor bellen", who=Who.TOGETHER, by=in_west.coordinator)
    assert goal.made_by == step.made_by == in_west.coordinator
    assert goal.words == "Weer zingen 🎶 <b>hard</b>"


def test_a_review_is_kept_once_with_only_the_areas_that_were_marked(in_west):
    held = {
        "match": in_west.match,
        "moment": Moment.START,
        "held_on": in_west.match.starts_on,
        "by": in_west[Role.BUDDY],
    }
    actions.hold_review(**held, marks={LifeArea.MONEY: 3, LifeArea.JOY: 0}, own_words="Het begin is er.")
    with pytest.raises(Refused, match="al opgeschreven"):
        actions.hold_review(**held, marks={LifeArea.MONEY: 9})
    given = Answer.objects.exclude(value=None).order_by("position").values_list("item", "value")
    assert list(given) == [("money", 3), ("joy", 0)]
    assert Answer.objects.get(item="how").words == "Het begin is er."


def test_a_review_with_a_mark_off_the_scale_leaves_nothing_behind(in_west):
    with pytest.raises(Refused, match="niet op de schaal"):
        actions.hold_review(
            match=in_west.match,
            moment=Moment.START,
            held_on=in_west.match.starts_on,
            by=in_west[Role.BUDDY],
            marks={LifeArea.MONEY: 11},
        )
    assert not Review.objects.exists()


def test_a_review_before_the_first_day_is_refused(in_west):
    with pytest.raises(Refused):
        actions.hold_review(
            match=in_west.match,
            moment=Moment.START,
            held_on=in_west.match.starts_on - timedelta(days=1),
            by=in_west[Role.BUDDY],
            marks={},
        )


def test_what_the_past_wrote_stands_in_the_past(in_west):
    day = date(2025, 5, 6)
    actions.celebrate(plan=in_west.plan, words="Gebeld!", by=in_west[Role.BUDDY], on=day)
    assert timezone.localtime(Trace.objects.get(verb="success.celebrated").at).date() == day
