"""One person's file: household, consents with their days, handing over, moving on, coming back, and helping others."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from buddies import actions as volunteers
from participants import actions
from participants.models import Consent, HandOver, Home, OutflowReason, Purpose, Status
from programmes.models import Person, Role
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World

TODAY = timezone.localdate()


def test_a_household_is_one_unit_with_children_by_age_group_only(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        one, two = (make.ParticipantFactory(waits=True) for _person in range(2))
    client, page = sign_in(west.coordinator), west.programme.to("participants:home", one.pk)
    counts = {"adults": "2", "toddlers": "1", "children": "2", "teenagers": "0"}
    assert client.post(page, {**counts, "children": "13"}).status_code == 422
    assert client.post(page, {**counts, "lives_with": str(two.pk)}).status_code == 302
    with scope(west.programme):
        two.refresh_from_db()
        assert two.home == Home.objects.get()
        assert two.home.age_groups == [("0 tot en met 3 jaar", 1), ("4 tot en met 11 jaar", 2)]
    text = client.get(west.programme.to("participants:person", two.pk)).content.decode()
    assert "2 volwassenen" in text
    assert "2 kinderen van 4 tot en met 11 jaar" in text
    assert str(one.person.full_name) in text


def test_a_yes_has_a_day_and_can_be_taken_back_and_given_again(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    page = west.programme.to("participants:consent", west.participant.pk)
    sent = {"purpose": "call_later", "given_by": "Noor", "on": "2025-03-01"}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 422
    with scope(west.programme):
        given = Consent.objects.get(purpose=Purpose.CALL_LATER)
        withdraw = west.programme.to("participants:withdraw_consent", west.participant.pk, given.pk)
    assert client.post(withdraw).status_code == 302
    assert client.post(withdraw).status_code == 422
    assert client.post(page, sent).status_code == 302
    with scope(west.programme):
        both = Consent.objects.filter(purpose=Purpose.CALL_LATER).order_by("pk")
        assert [each.withdrawn_on for each in both] == [TODAY, None]


def test_handing_over_needs_a_yes_and_ends_where_it_should(in_west: World) -> None:
    by, partner = in_west.coordinator, in_west.referring_partner
    waits = make.ParticipantFactory(waits=True)
    actions.hand_over(participant=waits, partner=partner, agreed_by="Noor", told="Zoekt werk.", by=by)
    waits.refresh_from_db()
    assert (waits.status, waits.outflow_reason) == (Status.MOVED_ON, OutflowReason.PARTNER)
    assert waits.consents.get(purpose=Purpose.SHARE_WITH_PARTNER).given_by == f"Noor ({partner})"
    with pytest.raises(Refused, match="goedvindt"):
        actions.hand_over(
            participant=make.ParticipantFactory(waits=True), partner=partner, agreed_by="", by=by
        )
    with pytest.raises(Refused, match="loopt nog een match"):
        actions.hand_over(participant=in_west.participant, partner=partner, agreed_by="Noor", by=by)
    assert not HandOver.objects.filter(participant=in_west.participant).exists()
    beside = actions.hand_over(
        participant=in_west.participant, partner=partner, agreed_by="Noor", by=by, and_moves_on=False
    )
    in_west.participant.refresh_from_db()
    assert (beside.partner, in_west.participant.status) == (partner, Status.MATCHED)
    newcomer = make.ParticipantFactory()
    actions.hand_over(participant=newcomer, partner=partner, agreed_by="Noor", by=by)
    newcomer.refresh_from_db()
    assert newcomer.status == Status.ELSEWHERE


def test_coming_back_keeps_every_earlier_stay_and_every_first_talk(in_west: World) -> None:
    by, participant = (
        in_west.coordinator,
        make.ParticipantFactory(applied_at=timezone.now() - timedelta(days=900)),
    )
    for days in (800, 400):
        actions.accept(participant=participant, by=by, held_on=TODAY - timedelta(days=days))
        actions.move_on(
            participant=participant, by=by, reason=OutflowReason.REST, on=TODAY - timedelta(days=days - 100)
        )
        actions.come_back(participant=participant, by=by)
    participant.refresh_from_db()
    assert participant.status == Status.APPLIED
    assert [stay.closed_on for stay in participant.earlier_stays.all()] == [
        TODAY - timedelta(days=300),
        TODAY - timedelta(days=700),
    ]
    assert participant.intakes.count() == 2


def test_moving_on_too_soon_is_undone_where_it_was(in_west: World) -> None:
    actions.move_on(participant=in_west.chooser, by=in_west.coordinator, reason=OutflowReason.REST)
    actions.undo_move_on(participant=in_west.chooser, by=in_west.coordinator)
    in_west.chooser.refresh_from_db()
    assert (in_west.chooser.status, in_west.chooser.closed_on, in_west.chooser.outflow_reason) == (
        Status.WAITING,
        None,
        "",
    )


def test_a_participant_who_helps_stays_one_person_with_two_roles(west: World, sign_in: Any) -> None:
    client, person_id = sign_in(west.coordinator), west.participant.person_id
    with scope(west.programme):
        before = Person.objects.count()
    page = west.programme.to("buddies:from_person", person_id)
    assert client.post(page, {}).status_code == 422
    answer = client.post(page, {"tasks": ["buddy"], "motivation": "Ik wil iets terugdoen."})
    assert answer.status_code == 302
    assert "deelnemer" in client.get(answer.url).content.decode()
    assert client.get(page).status_code == 404
    with scope(west.programme):
        assert Person.objects.count() == before
        buddy = west.participant.person.buddy_roles.get()
        volunteers.complete_step(buddy=buddy, gate=west.gates[0], by=west.coordinator, done_on=TODAY)


def test_the_first_talk_keeps_the_ladder_and_how_to_reach_someone(west: World, sign_in: Any) -> None:
    page = west.programme.to("participants:accept", west.applicant.pk)
    sent = {"held_on": str(TODAY), "ladder": "2", "how_to_reach": "Liever appen."}
    assert sign_in(west.coordinator).post(page, {**sent, "ladder": "7"}).status_code == 422
    assert sign_in(west.coordinator).post(page, sent).status_code == 302
    with scope(west.programme):
        assert west.applicant.intakes.get().ladder == 2
        assert Person.objects.get(pk=west.applicant.person_id).how_to_reach == "Liever appen."


def test_someone_goes_on_without_a_buddy_and_undoing_it_gives_the_waiting_back(
    west: World, zuid: World, sign_in: Any
) -> None:
    client, to = sign_in(west.coordinator), west.programme.to
    since = TODAY - timedelta(days=90)
    with scope(west.programme):
        waiting = make.ParticipantFactory(waits=True, accepted_on=since, waiting_since=since)
    answer = client.post(to("participants:guide_without_buddy", waiting.pk), follow=True)
    text = answer.content.decode()
    undo = to("participants:look_for_buddy", waiting.pk) + f"?sinds={since}"
    assert undo in text
    with scope(west.programme):
        waiting.refresh_from_db()
        assert (waiting.status, waiting.waiting_since) == (Status.GUIDED, None)
    assert client.post(undo).status_code == 302
    with scope(west.programme):
        waiting.refresh_from_db()
        assert (waiting.status, waiting.waiting_since) == (Status.WAITING, since)
    assert client.post(undo).status_code == 422
    # With cards on the table somebody decides about those first; and no other programme's people.
    refused = client.post(to("participants:guide_without_buddy", west.chooser.pk))
    assert refused.status_code == 422
    assert "Er ligt nog een keuze open." in refused.content.decode()
    theirs = sign_in(zuid.coordinator)
    assert theirs.post(zuid.programme.to("participants:look_for_buddy", waiting.pk)).status_code == 404


@pytest.mark.parametrize("typed", ["geen dag", "2026-02-31", "2999-01-01", "1900-01-01"])
def test_a_day_in_the_address_that_cannot_be_is_today(west: World, sign_in: Any, typed: str) -> None:
    with scope(west.programme):
        guided = make.ParticipantFactory(status=Status.GUIDED, accepted_on=TODAY - timedelta(days=9))
    page = west.programme.to("participants:look_for_buddy", guided.pk)
    assert sign_in(west.coordinator).post(f"{page}?sinds={typed}").status_code == 302
    with scope(west.programme):
        guided.refresh_from_db()
        assert guided.waiting_since == TODAY


def test_a_professional_finds_whom_they_guide_and_nobody_after_it_ended(
    west: World, zuid: World, sign_in: Any
) -> None:
    client, page = sign_in(west[Role.PROFESSIONAL]), west.programme.to("participants:list")
    with scope(west.programme):
        guided = make.ParticipantFactory(status=Status.GUIDED)
        other = make.ParticipantFactory(status=Status.GUIDED)
        plan = make.PlanFactory(participant=guided)
        plan.guide, plan.guided_from = west[Role.PROFESSIONAL], TODAY - timedelta(days=9)
        plan.save()
    text = client.get(page).content.decode()
    assert guided.person.full_name in text
    assert west.participant.person.full_name in text, "whom their volunteer is with stays"
    assert other.person.full_name not in text
    own = west.programme.to("participants:person", guided.pk)
    assert client.get(own).status_code == 200
    assert client.get(west.programme.to("participants:person", other.pk)).status_code == 404
    with scope(west.programme):
        plan.guided_until = TODAY
        plan.save()
    assert client.get(own).status_code == 404
