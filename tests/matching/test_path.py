"""The path from cards to a couple: the participant's say, the next choice, and never a dead end."""

import pytest
from django.utils import timezone

from matching import actions
from matching.models import Answer, Given, IntroductionState, Match, Stage
from participants.models import Status
from tests.worlds import World

pytestmark = pytest.mark.django_db


def cards_of(world: World) -> dict[int, int]:
    """Buddy id → card id of the open round."""
    return {card.buddy_id: card.pk for card in world.round.cards.all()}


def choose(world: World, *, first=None, also=(), rather_not=()) -> None:
    cards = cards_of(world)
    answers = {cards[buddy.pk]: "also" for buddy in also} | {cards[b.pk]: "rather_not" for b in rather_not}
    if first:
        answers[cards[first.pk]] = "first"
    actions.rank(round=world.round, answers=answers, how=Given.OWN_DEVICE, by=None)


def stage_of(world: World) -> Stage:
    return type(world.round).objects.with_cards().get(pk=world.round.pk).stage


def meet(world: World):
    introduction = actions.invite_next(round=world.round, by=world.coordinator)
    actions.answer_invitation(introduction=introduction, agrees=True, by=None)
    actions.plan_meeting(
        introduction=introduction, at=timezone.now(), place="Buurthuis", by=world.coordinator
    )
    return actions.hold_meeting(introduction=introduction, on=timezone.localdate(), by=world.coordinator)


def test_two_yeses_after_a_meeting_begin_a_match(in_west: World):
    choose(in_west, first=in_west.free_buddy, rather_not=[in_west.buddy])
    introduction = meet(in_west)
    actions.answer_klik(introduction=introduction, side="participant", answer=Answer.YES, by=None)
    assert not Match.objects.filter(participant=in_west.chooser).exists()
    introduction = actions.answer_klik(introduction=introduction, side="buddy", answer=Answer.YES, by=None)
    match = Match.objects.get(participant=in_west.chooser)
    assert introduction.state == IntroductionState.MATCHED
    assert match.buddy == in_west.free_buddy
    in_west.chooser.refresh_from_db()
    assert in_west.chooser.status == Status.MATCHED
