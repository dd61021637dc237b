"""From sign-up to welcome, elsewhere or moving on."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from participants import actions
from participants.models import Consent, Decision, OutflowReason, Participant, Purpose, Status
from programmes.models import Door, Role, Trace
from programmes.names import parse_name
from programmes.refusals import Refused
from tests.worlds import World


def apply(name: str = "Piet van der Meulen", **more) -> Participant:
    return actions.sign_up(name=parse_name(name), door=Door.SELF, **more)


def test_signing_up_is_a_person_a_referral_a_consent_and_a_trace(in_west: World) -> None:
    at = datetime(2024, 3, 1, 10, tzinfo=UTC)
    participant = apply(at=at, phone="+31612345678", languages=["ar"])
    assert participant.status == Status.APPLIED
    assert participant.person.sort_name == "meulen, van der, piet"
    assert participant.referrals.get().received_at == at
    consent = Consent.objects.get(participant=participant)
    assert (consent.purpose, consent.given_on, consent.given_by) == (
        Purpose.TAKE_PART,
        date(2024, 3, 1),
        "Piet van der Meulen",
    )
    assert Trace.objects.get(about=participant.person).at == at


def test_the_same_form_sent_twice_is_one_sign_up(in_west: World) -> None:
    key = uuid4()
    before = Participant.objects.count()
    first, second = apply(form_key=key), apply(form_key=key)
    assert first == second
    assert Participant.objects.count() == before + 1


def test_a_referral_carries_the_goal_and_what_the_referrer_may_hear(in_west: World) -> None:
    participant = actions.refer(
        name=parse_name("Noor"), referrer=in_west[Role.REFERRER], short_goal="Weer onder de mensen."
    )
    assert list(Participant.objects.referred_by(in_west[Role.REFERRER]).filter(pk=participant.pk)) == [
        participant
    ]
    assert participant.referrals.get().partner == in_west[Role.REFERRER].partner
    assert {c.purpose for c in participant.consents.all()} == {Purpose.TAKE_PART, Purpose.REFERRER_HEARS}


def test_welcome_starts_the_waiting_on_the_day_of_the_talk(in_west: World) -> None:
    participant = apply(languages=["nl"])
    held = timezone.localdate() - timedelta(days=3)
    actions.accept(participant=participant, by=in_west.coordinator, held_on=held, available=["tue-pm"])
    participant.refresh_from_db()
    assert (participant.status, participant.waiting_since) == (Status.WAITING, held)
    assert participant.referrals.get().decision == Decision.ACCEPTED
    assert participant.person.languages == ["nl"]
    assert Participant.objects.get(pk=participant.pk).person.available == ["tue-pm"]


def test_without_matching_someone_is_guided_and_does_not_wait(in_west: World) -> None:
    in_west.programme.has_matching = False
    in_west.programme.save()
    participant = apply()
    actions.accept(participant=participant, by=in_west.coordinator, held_on=timezone.localdate())
    participant.refresh_from_db()
    assert (participant.status, participant.waiting_since) == (Status.GUIDED, None)


def test_a_sign_up_is_answered_once(in_west: World) -> None:
    participant = apply()
    actions.accept(participant=participant, by=in_west.coordinator, held_on=timezone.localdate())
    with pytest.raises(Refused, match="collega"):
        actions.accept(participant=participant, by=in_west.coordinator, held_on=timezone.localdate())
    with pytest.raises(Refused, match="collega"):
        actions.point_elsewhere(participant=participant, by=in_west.coordinator, shareable_reason="Vol.")


def test_who_was_pointed_elsewhere_can_still_be_welcomed(in_west: World) -> None:
    participant = apply()
    actions.point_elsewhere(
        participant=participant, by=in_west.coordinator, shareable_reason="Het taalcafé past beter."
    )
    assert participant.referrals.get().shareable_reason == "Het taalcafé past beter."
    actions.accept(participant=participant, by=in_west.coordinator, held_on=timezone.localdate())
    participant.refresh_from_db()
    assert participant.status == Status.WAITING
    assert participant.referrals.get().shareable_reason == ""


def test_nobody_moves_on_while_a_match_runs(in_west: World) -> None:
    participant = apply()
    actions.accept(participant=participant, by=in_west.coordinator, held_on=timezone.localdate())
    participant.refresh_from_db()
    actions.mark_matched(participant=participant)
    with pytest.raises(Refused, match="match"):
        actions.move_on(participant=participant, by=in_west.coordinator, reason=OutflowReason.REST)
    actions.mark_waiting(participant=participant, since=timezone.localdate())
    actions.move_on(participant=participant, by=in_west.coordinator, reason=OutflowReason.REST)
    participant.refresh_from_db()
    assert (participant.status, participant.outflow_reason) == (Status.MOVED_ON, OutflowReason.REST)
