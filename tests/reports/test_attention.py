"""Vandaag on couples and volunteers who may need a call, and on money that waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.models import Presence
from logbook.models import Mood
from matching.actions import hold_meeting, plan_meeting, withdraw
from payments.actions import approve_claim, make_list, send_claim
from payments.models import PaymentList
from payments.models.agreement import Payee
from programmes.models import Role
from programmes.scope import scope
from programmes.templatetags.klik import day
from reports.today import needs
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def says(in_west):
    """Every sentence of Vandaag about somebody, with whether it is for now."""

    def _says(name):
        at_once, this_week = needs(in_west.programme, now=timezone.now())
        found = [(need.sentence, True) for need in at_once if name in need.name]
        return found + [(need.sentence, False) for need in this_week if name in need.name]

    return _says


@pytest.fixture
def pair(in_west):
    """Pim and Bo, whose rhythm is a week."""
    for person, name in ((in_west.participant.person, "Pim"), (in_west.buddy.person, "Bo")):
        person.given_name = name
        person.save()
    return in_west


def begun(world, days):
    world.match.starts_on = timezone.localdate() - timedelta(days=days)
    world.match.save(update_fields=["starts_on"])


def log(world, days_ago=0, **more):
    on = timezone.localdate() - timedelta(days=days_ago)
    return make.ContactFactory(match=world.match, by=world[Role.BUDDY], on=on, **more)


NOT_MET = ("hebben nog geen eerste contact gelogd", True)
MET = ("hadden hun eerste contact", False)


@pytest.mark.parametrize(("days", "told"), [(7, False), (8, True), (14, True), (15, False)])
def test_a_couple_without_a_first_contact_after_one_rhythm_is_named_once(pair, says, days, told):
    begun(pair, days)
    found = says("Pim en Bo")
    assert (NOT_MET in found) is told
    assert any("dagen niet gesproken" in sentence for sentence, _now in found) is (days == 15)


def test_a_first_contact_this_week_is_a_reason_to_ask(pair, says):
    begun(pair, 12)
    log(pair, 3)
    assert says("Pim en Bo") == [MET]
    log(pair, 8)
    assert MET not in says("Pim en Bo")


def test_many_hours_in_four_weeks_are_told(pair, says):
    for days in (1, 5, 9):
        log(pair, days, minutes=640)
    assert says("Bo") == []
    log(pair, 12, minutes=60)
    assert ("was veel bezig", True) in says("Bo")


def test_three_hard_contacts_in_a_row_are_told_and_a_good_one_ends_it(pair, says):
    for days in (9, 6, 3):
        log(pair, days, mood=Mood.HARD)
    assert ("vond de laatste drie contacten lastig", True) in says("Bo")
    log(pair, 1, mood=Mood.GOOD)
    assert says("Bo") == []


def attend(person, *presences):
    for number, presence in enumerate(presences):
        session = make.SessionFactory(starts_at=timezone.now() - timedelta(days=3 + 7 * number))
        make.AttendanceFactory(session=session, person=person, presence=presence)


@pytest.mark.parametrize(
    ("presences", "sentence"),
    [
        ([Presence.CALLED_OFF, Presence.CALLED_OFF], "belde de laatste twee keer af"),
        ([Presence.ABSENT, Presence.CALLED_OFF, Presence.PRESENT], "was er de laatste twee keer niet"),
        ([Presence.CALLED_OFF], None),
        ([Presence.CALLED_OFF, Presence.PRESENT], None),
        ([Presence.PRESENT, Presence.CALLED_OFF, Presence.CALLED_OFF], None),
    ],
)
def test_who_was_not_there_twice_in_a_row_is_called(pair, says, presences, sentence):
    attend(pair.participant.person, *presences)
    assert [each for each, _now in says("Pim") if "keer" in each] == ([sentence] if sentence else [])


def call_off(world, days_ago):
    on = timezone.localdate() - timedelta(days=days_ago)
    return make.CalledOffFactory(match=world.match, by=world[Role.BUDDY], on=on)


OFF = "zagen hun laatste %s afspraken niet doorgaan"


def test_a_couple_whose_last_two_appointments_did_not_go_on_is_told_until_they_meet(pair, says):
    begun(pair, 40)
    log(pair, 9)
    call_off(pair, 12)  # before they were in touch
    call_off(pair, 6)
    assert says("Pim en Bo") == [], "once can happen"
    call_off(pair, 2)
    assert says("Pim en Bo") == [(OFF % 2, True)]
    call_off(pair, 1)
    assert says("Pim en Bo") == [(OFF % 3, True)]
    log(pair, 1)
    assert says("Pim en Bo") == [], "a contact on the same day is a contact"


def test_what_did_not_go_on_elsewhere_is_not_told_here(west, zuid):
    told = {}
    with scope(west.programme):
        begun(west, 6)
        call_off(west, 4)
        call_off(west, 1)
    for world in (west, zuid):
        with scope(world.programme):
            at_once, _this_week = needs(world.programme, now=timezone.now())
        told[world.programme.slug] = [need.sentence for need in at_once if "afspraken" in need.sentence]
    assert told == {"kansrijk-west": [OFF % 2], "samen-vooruit-op-zuid": []}


def test_a_couple_that_never_met_is_told_when_two_appointments_did_not_go_on(pair, says):
    begun(pair, 6)
    call_off(pair, 4)
    call_off(pair, 1)
    assert says("Pim en Bo") == [(OFF % 2, True)]
    pair.match.paused_since = timezone.localdate()
    pair.match.save(update_fields=["paused_since"])
    assert says("Pim en Bo") == []


def test_what_did_not_go_on_is_no_contact_and_explains_the_silence(pair, in_west):
    begun(pair, 60)
    log(pair, 20)
    off = [call_off(pair, days) for days in (25, 8, 3)]
    at_once, _this_week = needs(in_west.programme, now=timezone.now())
    [silence] = [need for need in at_once if need.name == "Pim en Bo"]
    assert silence.sentence == "hebben elkaar 20 dagen niet gesproken"
    assert silence.why.endswith(f"Op {day(off[2].on)} ging een afspraak niet door.")


def test_an_introduction_that_was_moved_or_called_off_twice_asks_for_a_call(in_west, says):
    participant = make.ParticipantFactory(waits=True, person__given_name="Ans")

    def agree(days):
        card = make.ChoiceCardFactory(tier=1, round__participant=participant, round__closed_at=timezone.now())
        introduction = make.IntroductionFactory(card=card, state="agreed")
        return plan(introduction, days)

    def plan(introduction, days):
        return plan_meeting(
            introduction=introduction,
            at=timezone.now() + timedelta(days=days),
            place="Buurthuis",
            by=in_west.coordinator,
        )

    told = ("zag een kennismaking 2 keer niet doorgaan", True)
    first = plan(agree(2), 5)
    assert told not in says("Ans"), "moved once"
    withdraw(introduction=first, by=in_west.coordinator, reason="Ziek.")
    assert told in says("Ans")
    second = agree(3)
    assert told in says("Ans")
    hold_meeting(introduction=second, on=timezone.localdate(), by=in_west.coordinator)
    with_somebody = type(participant).objects.filter(pk=participant.pk)
    with_somebody.update(status="matched")
    assert told not in says("Ans")


@pytest.fixture
def money(pair):
    make.SchemeFactory()
    make.PayeeFactory(volunteer=pair.buddy)
    log(pair)
    return pair


def claim_of(world):
    return send_claim(volunteer=world.buddy, month=timezone.localdate().replace(day=1), by=world[Role.BUDDY])


def test_a_claim_waits_this_week_and_after_a_week_today(money, says):
    claim = claim_of(money)
    assert ("stuurde een declaratie van €\xa05,75", False) in says("Bo")
    claim.sent_at = timezone.now() - timedelta(days=8)
    claim.save(update_fields=["sent_at"])
    assert ("stuurde een declaratie van €\xa05,75", True) in says("Bo")


def test_a_list_that_is_not_paid_for_a_week_is_told(money, says):
    approve_claim(claim=claim_of(money), by=money.coordinator)
    made = make_list(by=money.coordinator)
    assert says("Betaallijst") == []
    PaymentList.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(days=8))
    assert [sentence for sentence, _now in says("Betaallijst")] == ["staat nog niet op betaald"]


def test_a_year_without_amounts_is_told_three_weeks_ahead(money, in_west):
    assert Payee.objects.exists()

    def told(moment):
        at_once, week = needs(in_west.programme, now=moment)
        return [
            (need.name, need.is_now) for need in [*at_once, *week] if need.name.startswith("Vergoeding in")
        ]

    def noon(month, day, year):
        return timezone.make_aware(timezone.datetime(year, month, day, 12))

    assert told(noon(12, 1, 2026)) == []
    assert told(noon(12, 20, 2026)) == [("Vergoeding in 2027", False)]
    assert told(noon(1, 2, 2027)) == [("Vergoeding in 2027", True)]
