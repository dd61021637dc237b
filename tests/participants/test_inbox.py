"""*Aanmeldingen*: who waits longest, who may be one person, joining and undoing it, and answers that can be taken back."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participants import actions, joining
from participants.models import Consent, Decision, Intake, Participant, Purpose, Referral, Status, Stay
from programmes.doubles import possible_doubles
from programmes.models import Door, Person
from programmes.names import parse_name
from programmes.refusals import Refused
from programmes.scope import scope
from programmes.story import story_of
from tests import factories as make
from tests.worlds import World


def apply(name: str = "Piet van der Meulen", **more: Any) -> Participant:
    return actions.sign_up(name=parse_name(name), door=Door.SELF, **more)


def undo_of(person: Person) -> Any:
    return person.joinings.get(undone_at__isnull=True)


def test_the_longest_waiting_come_first_and_the_newest_when_asked(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        now = timezone.now()
        apply("Lange Wachter", at=now - timedelta(days=40))
        apply("Net Binnen", at=now)
    client, page = sign_in(west.coordinator), west.programme.to("participants:inbox")
    first = client.get(page).content.decode()
    assert first.index("Lange Wachter") < first.index("Net Binnen")
    assert "Wacht 40 dagen" in first
    turned = client.get(page + "?volgorde=nieuw").content.decode()
    assert turned.index("Net Binnen") < turned.index("Lange Wachter")


def test_the_inbox_asks_as_little_for_two_hundred_with_doubles_as_for_two(west: World, sign_in: Any) -> None:
    client, page = sign_in(west.coordinator), west.programme.to("participants:inbox")
    with scope(west.programme):
        apply(phone="+31612345678")
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    with scope(west.programme):
        for number in range(199):
            apply(f"Iemand Anders{number}", phone="+31612345678")
    with CaptureQueriesContext(connection) as many:
        assert client.get(page).status_code == 200
    assert len(many) == len(few)


def test_same_phone_or_same_name_and_neighbourhood_may_be_one_person(in_west: World) -> None:
    here, there = in_west.neighbourhood, make.NeighbourhoodFactory()
    piet = apply(phone="+31612345678", neighbourhood=here).person
    same_phone = apply("P. Meulen", phone="+31612345678").person
    same_name = apply("Meulen, Piet van der", neighbourhood=here).person
    unknown_place = apply("piet van der meulen").person
    elsewhere = apply(neighbourhood=there).person
    stranger = apply("Iemand Anders", phone="+31687654321").person
    found = possible_doubles([piet, stranger])
    assert set(found[piet.pk]) == {same_phone, same_name, unknown_place}
    assert elsewhere not in found[piet.pk]
    assert found[stranger.pk] == []


def test_nobody_of_another_programme_is_ever_a_double(west: World, zuid: World) -> None:
    with scope(zuid.programme):
        apply(phone="+31612345678")
    with scope(west.programme):
        newcomer = apply(phone="+31612345678")
        assert possible_doubles([newcomer.person])[newcomer.person_id] == []


def test_side_by_side_and_joined_with_one_press_and_undone_with_one(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        known = make.BuddyFactory(
            person=make.PersonFactory(given_name="Piet", surname="Bekend", phone="")
        ).person
        newcomer = apply("Piet Bekend", phone="+31612345678")
        before = Participant.objects.count()
    client = sign_in(west.coordinator)
    side_by_side = client.get(
        west.programme.to("participants:compare", newcomer.pk, known.pk)
    ).content.decode()
    assert "Kennen we al" in side_by_side
    assert "06 12345678" in side_by_side
    assert client.post(west.programme.to("participants:join", newcomer.pk, known.pk)).status_code == 302
    with scope(west.programme):
        newcomer.refresh_from_db()
        known.refresh_from_db()
        assert newcomer.person == known
        assert known.phone == "+31612345678"
        undo = undo_of(known)
    assert client.post(west.programme.to("participants:part", undo.pk)).status_code == 302
    with scope(west.programme):
        newcomer.refresh_from_db()
        known.refresh_from_db()
        assert newcomer.person != known
        assert known.phone == ""
        assert Participant.objects.count() == before


def test_who_was_with_us_before_comes_back_with_their_history_and_undoing_leaves_all_as_it_was(
    in_west: World,
) -> None:
    by, today = in_west.coordinator, timezone.localdate()
    old = apply(phone="+31612345678", at=timezone.now() - timedelta(days=500), hoped_for="Toen dit.")
    actions.accept(participant=old, by=by, held_on=today - timedelta(days=490))
    old.refresh_from_db()
    actions.move_on(participant=old, by=by, reason="education", on=today - timedelta(days=100))
    old.refresh_from_db()
    was = {field.attname: getattr(old, field.attname) for field in old._meta.fields}
    newcomer = actions.refer(
        name=parse_name("Piet van der Meulen"),
        referrer=in_west.roles["referrer"],
        short_goal="Opnieuw onder de mensen.",
    )
    came = newcomer.person
    kept = joining.join(newcomer=newcomer, known=old.person, by=by)
    assert kept == old
    assert not Participant.objects.filter(person=came).exists()
    kept.refresh_from_db()
    assert kept.status == Status.APPLIED
    stay = Stay.objects.get(participant=kept)
    assert (stay.closed_on, stay.outflow_reason) == (today - timedelta(days=100), "education")
    assert Intake.objects.filter(participant=kept).count() == 1
    assert {r.short_goal for r in kept.referrals.all()} == {"", "Opnieuw onder de mensen."}
    assert Consent.objects.in_force().filter(participant=kept, purpose=Purpose.REFERRER_HEARS).exists()
    assert "Verwezen" in [entry.title for entry in story_of(kept.person)]

    back = joining.part(joining=undo_of(old.person), by=by)
    old.refresh_from_db()
    assert {field.attname: getattr(old, field.attname) for field in old._meta.fields} == was
    assert back.person == came
    assert back.referrals.get().short_goal == "Opnieuw onder de mensen."
    assert not Stay.objects.exists()


def test_a_new_referral_of_someone_who_is_with_us_is_answered_at_once(in_west: World) -> None:
    newcomer = actions.refer(
        name=parse_name("Noor"), referrer=in_west.roles["referrer"], short_goal="Meer mensen zien."
    )
    joining.join(newcomer=newcomer, known=in_west.participant.person, by=in_west.coordinator)
    in_west.participant.refresh_from_db()
    assert in_west.participant.status == Status.MATCHED
    assert Referral.objects.get(short_goal="Meer mensen zien.").decision == Decision.ACCEPTED


def test_only_a_fresh_sign_up_is_joined_and_undoing_stops_where_somebody_went_on(in_west: World) -> None:
    by = in_west.coordinator
    with pytest.raises(Refused, match="nieuwe aanmelding"):
        joining.join(newcomer=in_west.chooser, known=make.PersonFactory(), by=by)
    known, newcomer = make.PersonFactory(), apply()
    joining.join(newcomer=newcomer, known=known, by=by)
    newcomer.refresh_from_db()
    actions.accept(participant=newcomer, by=by, held_on=timezone.localdate())
    with pytest.raises(Refused, match="al verder gewerkt"):
        joining.part(joining=undo_of(known), by=by)


def test_on_the_list_tells_why_and_stays_in_the_inbox(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    page = west.programme.to("participants:put_on_the_list", west.applicant.pk)
    assert client.post(page, {"shareable_reason": ""}).status_code == 422
    assert client.post(page, {"shareable_reason": "In februari is er plek."}).status_code == 302
    assert "In februari is er plek." in client.get(west.programme.to("participants:inbox")).content.decode()
    referrer = (
        sign_in(west.roles["referrer"]).get(west.programme.to("participants:my_referrals")).content.decode()
    )
    assert "op de wachtlijst" in referrer
    assert "In februari is er plek." in referrer


def test_a_decision_is_taken_back_until_something_was_built_on_it(in_west: World) -> None:
    by, participant = in_west.coordinator, in_west.applicant
    actions.accept(participant=participant, by=by, held_on=timezone.localdate())
    actions.undo_decision(participant=participant, by=by)
    participant.refresh_from_db()
    assert (participant.status, participant.accepted_on, participant.waiting_since) == (
        Status.APPLIED,
        None,
        None,
    )
    assert participant.referrals.get().decision == Decision.OPEN
    actions.accept(participant=participant, by=by, held_on=timezone.localdate())
    make.ChoiceRoundFactory(participant=participant, made_by=by)
    with pytest.raises(Refused, match="al verder gewerkt"):
        actions.undo_decision(participant=participant, by=by)


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_who_join_the_same_newcomer_one_is_told(west: World) -> None:
    with scope(west.programme):
        known, newcomer = make.PersonFactory(), apply()
    together, outcomes = threading.Barrier(2), []

    def press() -> None:
        together.wait(timeout=10)
        try:
            with scope(west.programme):
                joining.join(newcomer=newcomer, known=known, by=west.coordinator)
            outcomes.append("joined")
        except Refused:
            outcomes.append("refused")
        connection.close()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["joined", "refused"]
    with scope(west.programme):
        assert known.joinings.count() == 1
