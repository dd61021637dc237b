"""Every page of a year asks the database as much for much as for little; and the plan stays light."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals import actions
from goals.models import LifeArea, Moment, Success
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.goals.test_pages import YEAR, plan_of, today


@pytest.fixture
def asked(sign_in):
    """How many questions a page takes."""

    def _asked(membership, url):
        client = sign_in(membership)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    return _asked


def talk(world, moment, ago, **marks):
    return actions.hold_review(
        match=world.match,
        moment=moment,
        held_on=today() - timedelta(days=ago),
        by=world.coordinator,
        marks=marks,
        own_words="Het gaat.",
        more={"next": "Verder."},
    )


def test_what_was_achieved_costs_the_same_for_a_little_and_a_lot(west, asked):
    url = f"{YEAR}{west.participant.pk}/bereikt/"
    with scope(west.programme):
        make.ContactFactory(match=west.match)
        make.SuccessFactory(plan=west.plan)
        talk(west, Moment.START, 20, money=3)
        talk(west, Moment.MIDPOINT, 10, money=5)
    few = asked(west.coordinator, url)
    with scope(west.programme):
        talk(west, Moment.END, 0, **{area.value: 6 for area in LifeArea})
        for goal in make.GoalFactory.create_batch(8, plan=west.plan):
            make.ActionStepFactory.create_batch(4, goal=goal, done_on=today())
        make.SuccessFactory.create_batch(30, plan=west.plan)
        make.ContactFactory.create_batch(20, match=west.match)
    assert asked(west.coordinator, url) == few
    assert few <= 28, few


def test_the_desk_pages_cost_the_same_for_two_and_for_twenty(west, asked):
    pages = ("ideeen/", "obstakels/", "vragen/")
    with scope(west.programme):
        make.IdeaFactory.create_batch(2)
        make.InstrumentFactory.create_batch(2)
        for partner in make.PartnerFactory.create_batch(2, kinds=["chain"]):
            make.ObstacleFactory(plan=make.PlanFactory(), partner=partner, passed_on=today())
    few = {page: asked(west.coordinator, YEAR + page) for page in pages}
    with scope(west.programme):
        for area in LifeArea:
            make.IdeaFactory.create_batch(2, area=area)
        make.InstrumentFactory.create_batch(18)
        for partner in make.PartnerFactory.create_batch(18, kinds=["chain"]):
            make.ObstacleFactory(plan=make.PlanFactory(), partner=partner, passed_on=today())
    assert {page: asked(west.coordinator, YEAR + page) for page in pages} == few
    assert max(few.values()) <= 16, few


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.BUDDY, Role.COORDINATOR])
def test_a_full_plan_stays_within_what_a_phone_may_load(west, sign_in, role):
    """Two hundred steps and three hundred contacts: at most 120 kB, and not a question more."""
    with scope(west.programme):
        goals = make.GoalFactory.create_batch(8, plan=west.plan, made_by=west.coordinator)
        for number in range(200):
            make.ActionStepFactory(
                goal=goals[number % 8],
                words=f"Stap {number}: samen bellen met de gemeente over de brief",
                by_day=today() + timedelta(days=number),
                made_by=west.coordinator,
                done_on=today() - timedelta(days=number) if number % 5 else None,
            )
        make.ContactFactory.create_batch(300, match=west.match)
        Success.objects.bulk_create(
            Success(plan=west.plan, words=f"Gelukt {number}", on=today()) for number in range(40)
        )
    page = sign_in(west[role]).get(plan_of(west, role)).content
    assert len(page) <= 120_000, len(page)
    assert b"Alle stappen die gezet zijn" in page
