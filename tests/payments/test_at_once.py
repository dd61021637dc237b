"""Two coordinators press at the same second: nothing is paid twice and no cap is passed, whoever is first."""

from datetime import date

import pytest
from django.utils import timezone

from logbook.models import Contact
from payments import actions
from payments.models import Claim, Payment, PaymentList
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MAY = date(2026, 5, 1)


@pytest.fixture
def money(west, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 11, 22))
    with scope(west.programme):
        make.SchemeFactory()
        make.PayeeFactory(volunteer=west.buddy)
    return west


def sent(world, month=MAY, hours=10):
    for day in range(1, 6):
        make.ContactFactory(
            match=world.match, by=world[Role.BUDDY], on=month.replace(day=day), minutes=60 * hours
        )
    return actions.send_claim(volunteer=world.buddy, month=month, by=world[Role.BUDDY])


@pytest.mark.parametrize("_again", range(3))
def test_two_who_approve_the_same_claim_give_it_once(money, _again):
    with scope(money.programme):
        claim = sent(money)
    heard = at_once(money, *[lambda: actions.approve_claim(claim=claim, by=money.coordinator)] * 2)
    assert sorted(bool(words) for words in heard) == [False, True]
    assert "al behandeld" in max(heard)


@pytest.mark.parametrize("_again", range(3))
def test_two_claims_of_one_person_do_not_pass_the_year_together(money, _again):
    """Nine months are full and half of the tenth is: two more full months are approved at once."""
    with scope(money.programme):
        for month in range(1, 10):
            actions.approve_claim(claim=sent(money, date(2026, month, 1)), by=money.coordinator)
        claims = [sent(money, date(2026, month, 1)) for month in (10, 11)]
    heard = at_once(
        money,
        *(lambda claim=claim: actions.approve_claim(claim=claim, by=money.coordinator) for claim in claims),
    )
    assert heard == ["", ""]
    with scope(money.programme):
        assert Claim.objects.filter(state="approved").counted() == 220_000


@pytest.mark.parametrize("_again", range(3))
def test_two_who_make_a_list_put_each_claim_on_one(money, _again):
    with scope(money.programme):
        actions.approve_claim(claim=sent(money), by=money.coordinator)
    heard = at_once(money, *[lambda: actions.make_list(by=money.coordinator)] * 2)
    assert sorted(bool(words) for words in heard) == [False, True]
    with scope(money.programme):
        assert (PaymentList.objects.count(), Payment.objects.count()) == (1, 1)


@pytest.mark.parametrize("_again", range(3))
def test_two_who_say_it_is_paid_say_it_once(money, _again):
    with scope(money.programme):
        actions.approve_claim(claim=sent(money), by=money.coordinator)
        made = actions.make_list(by=money.coordinator)
    pay = [lambda: actions.mark_paid(payment_list=made, by=money.coordinator, on=date(2026, 11, 22))] * 2
    heard = at_once(money, *pay)
    assert sorted(bool(words) for words in heard) == [False, True]
    assert "al op betaald gezet" in max(heard)


@pytest.mark.parametrize("_again", range(3))
def test_a_volunteer_who_taps_twice_sends_one_claim(money, _again):
    with scope(money.programme):
        make.ContactFactory(match=money.match, by=money[Role.BUDDY], on=date(2026, 5, 4))
    send = [lambda: actions.send_claim(volunteer=money.buddy, month=MAY, by=money[Role.BUDDY])] * 2
    heard = at_once(money, *send)
    assert sorted(bool(words) for words in heard) == [False, True]
    with scope(money.programme):
        assert Claim.objects.count() == 1
        assert Contact.objects.count() == 1
