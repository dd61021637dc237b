"""Inviting: opened by GET, used by POST, once, for two weeks; roles that end at the next click; the last coordinator."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programmes import actions, jobs
from programmes.models import Invitation, Job, Membership, Person, Role, User
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World, make_world


def to(world: World, view: str, *things: Any) -> str:
    return world.programme.to(f"programmes:{view}", *things)


def invited(world: World, **more: Any) -> Invitation:
    with scope(world.programme):
        return make.InvitationFactory(made_by=world.coordinator, **more)


def of(email: str, world: World) -> list[Membership]:
    with scope(world.programme):
        return list(
            Membership.objects.now().filter(user__email=email).select_related("person").order_by("pk")
        )


def test_the_link_is_opened_by_get_and_used_only_by_post_and_once(west: World, zuid: World) -> None:
    """A mail scanner that opens it ten times uses nothing up."""
    invitation = invited(west, name="Nieuwe Collega")
    address = to(west, "accept_invitation", invitation.token)
    for _time in range(10):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 200
    answer = Client().post(address, {"email": "Nieuw@Example.org"})
    assert answer.url == "/account/inloggen/"
    (membership,) = of("nieuw@example.org", west)
    assert (membership.role, membership.person.full_name) == (Role.COORDINATOR, "Nieuwe Collega")
    again = Client().post(address, {"email": "ander@example.org"})
    assert again.status_code == 404
    assert "werkt niet meer" in again.content.decode()
    assert not User.objects.filter(email="ander@example.org").exists()
    assert Client().get(to(zuid, "accept_invitation", invitation.token)).status_code == 404


def test_using_a_link_lets_nobody_into_another_persons_account(west: World) -> None:
    """The role goes to the address, but coming in takes the code that is mailed there."""
    client, invitation = Client(), invited(west)
    client.post(to(west, "accept_invitation", invitation.token), {"email": west.coordinator.user.email})
    assert "_auth_user_id" not in client.session
    assert client.get(to(west, "settings")).status_code == 302
    assert west.coordinator.user.email in client.get("/account/inloggen/").content.decode()


def test_who_is_signed_in_goes_straight_on_in_the_new_role(west: World, zuid: World, sign_in: Any) -> None:
    client, invitation = sign_in(zuid.coordinator), invited(west, role=Role.PROFESSIONAL)
    text = client.get(to(west, "accept_invitation", invitation.token)).content.decode()
    assert zuid.coordinator.user.email in text
    answer = client.post(
        to(west, "accept_invitation", invitation.token), {"email": zuid.coordinator.user.email}
    )
    assert answer.url == to(west, "begin")
    assert client.get(west.programme.to("buddies:list")).status_code == 200


@pytest.mark.parametrize("why", ["old", "withdrawn", "unknown"])
def test_a_link_that_is_old_or_withdrawn_says_so_and_gives_nothing(
    west: World, sign_in: Any, why: str
) -> None:
    invitation = invited(west)
    token = "0" * 40 if why == "unknown" else invitation.token
    if why == "old":
        with scope(west.programme):
            Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if why == "withdrawn":
        sign_in(west.coordinator).post(to(west, "withdraw_invitation", invitation.pk))
    for answer in (
        Client().get(to(west, "accept_invitation", token)),
        Client().post(to(west, "accept_invitation", token), {"email": "nieuw@example.org"}),
    ):
        assert answer.status_code == 404
        assert "werkt niet meer" in answer.content.decode()
    assert of("nieuw@example.org", west) == []


def test_it_lasts_two_weeks_and_the_database_holds_no_token(west: World, as_owner: Any) -> None:
    invitation = invited(west)
    assert timedelta(days=13, hours=23) < invitation.expires_at - timezone.now() <= timedelta(days=14)
    with connection.cursor() as cursor, scope(west.programme):
        cursor.execute("SELECT programmes_invitation::text FROM programmes_invitation")
        assert invitation.token not in cursor.fetchone()[0]


def test_a_mailed_invitation_carries_the_link_and_nobodys_name(
    west: World, sign_in: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(jobs, "send", lambda programme_id, waiting: None)
    sent = {"name": "Rita Bakker", "email": "rita@example.org", "role": "coordinator"}
    answer = sign_in(west.coordinator).post(to(west, "invite"), sent)
    with scope(west.programme):
        invitation, job = Invitation.objects.get(), Job.objects.get(kind="letter")
    assert answer.url == to(west, "invitation", invitation.pk)
    jobs.run(west.programme.pk, job.pk)
    (letter,) = mail.outbox
    assert letter.to == ["rita@example.org"]
    link = re.search(r"https?://\S+", letter.body)
    assert link
    assert link[0].endswith(to(west, "accept_invitation", invitation.token))
    assert "Rita" not in letter.body
    page = sign_in(west.coordinator).get(answer.url).content.decode()
    assert link[0] in page
    assert "data:image/svg+xml" in page


def test_a_referrer_needs_an_organisation(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    answer = client.post(to(west, "invite"), {"name": "Rita", "role": "referrer"})
    assert answer.status_code == 422
    assert "bij welke organisatie" in answer.content.decode()
    partner = west.referring_partner
    assert (
        client.post(
            to(west, "invite"), {"name": "Rita", "role": "referrer", "partner": partner.pk}
        ).status_code
        == 302
    )
    with scope(west.programme):
        assert Invitation.objects.get().partner == partner


def test_an_administrator_invites_coordinators_and_nobody_else(west: World, sign_in: Any) -> None:
    client = sign_in(west[Role.ADMINISTRATOR])
    assert client.post(to(west, "invite"), {"name": "Rita", "role": "funder"}).status_code == 422
    assert client.post(to(west, "invite"), {"name": "Rita", "role": "coordinator"}).status_code == 302
    text = client.get(to(west, "roles")).content.decode()
    assert west.coordinator.person.full_name in text
    assert west[Role.PARTICIPANT].person.full_name not in text
    assert client.get(to(west, "role", west[Role.BUDDY].pk)).status_code == 404


def test_someone_with_a_file_gets_a_link_for_that_file(west: World, sign_in: Any) -> None:
    """A volunteer without an account uses it, and is no second person."""
    with scope(west.programme):
        person = west.free_buddy.person
    answer = sign_in(west.coordinator).post(to(west, "invite_person", person.pk, "buddy"))
    with scope(west.programme):
        token = Invitation.objects.get().token
        before = Person.objects.count()
    assert answer.status_code == 302
    Client().post(to(west, "accept_invitation", token), {"email": "vrij@example.org"})
    (membership,) = of("vrij@example.org", west)
    assert (membership.person_id, membership.role) == (person.pk, Role.BUDDY)
    with scope(west.programme):
        assert Person.objects.count() == before
    assert (
        sign_in(west.coordinator).post(to(west, "invite_person", person.pk, "coordinator")).status_code == 403
    )


def test_a_role_that_ends_opens_nothing_at_the_next_click_and_can_be_given_back(
    west: World, zuid: World, sign_in: Any
) -> None:
    theirs, ours = sign_in(west[Role.PROFESSIONAL]), sign_in(west.coordinator)
    page = west.programme.to("buddies:list")
    assert theirs.get(page).status_code == 200
    answer = ours.post(to(west, "end_role", west[Role.PROFESSIONAL].pk), follow=True)
    assert theirs.get(page).status_code == 404
    assert to(west, "resume_role", west[Role.PROFESSIONAL].pk) in answer.content.decode()
    assert ours.post(to(west, "resume_role", west[Role.PROFESSIONAL].pk)).status_code == 302
    assert theirs.get(page).status_code == 200
    assert sign_in(zuid.coordinator).post(to(zuid, "end_role", west[Role.PROFESSIONAL].pk)).status_code == 404


def test_a_changed_role_holds_at_the_next_click(west: World, sign_in: Any) -> None:
    theirs = sign_in(west[Role.PROFESSIONAL])
    answer = sign_in(west.coordinator).post(
        to(west, "role", west[Role.PROFESSIONAL].pk), {"role": "coordinator"}
    )
    assert answer.status_code == 302
    assert theirs.get(to(west, "settings")).status_code == 200
    assert [m.role for m in of(west[Role.PROFESSIONAL].user.email, west)] == [Role.COORDINATOR]


@pytest.mark.parametrize("way", ["end_role", "role"])
def test_the_last_coordinator_cannot_remove_themselves(
    west: World, zuid: World, sign_in: Any, way: str
) -> None:
    client = sign_in(west.coordinator)
    answer = client.post(to(west, way, west.coordinator.pk), {"role": "administrator"})
    assert answer.status_code == 422
    assert "laatste coördinator" in answer.content.decode()
    assert client.get(to(west, "settings")).status_code == 200
    with scope(west.programme):
        make.MembershipFactory(role=Role.COORDINATOR)
    assert client.post(to(west, way, west.coordinator.pk), {"role": "administrator"}).status_code == 302
    assert client.get(to(west, "settings")).status_code in {403, 404}


@pytest.mark.django_db(transaction=True)
def test_two_last_coordinators_who_leave_at_once_cannot_both_go() -> None:
    west = make_world("kansrijk-west", "Kansrijk West")
    with scope(west.programme):
        both = [west.coordinator, make.MembershipFactory(role=Role.COORDINATOR)]
    barrier, outcomes = threading.Barrier(2), []

    def leave(membership: Membership) -> None:
        try:
            with scope(west.programme):
                barrier.wait(10)
                actions.end_role(membership=membership, by=membership)
            outcomes.append("gone")
        except Refused:
            outcomes.append("stays")
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(each,)) for each in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["gone", "stays"]
    with scope(west.programme):
        assert Membership.objects.with_role(Role.COORDINATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_use_one_link_at_once_get_one_role_between_them() -> None:
    west = make_world("kansrijk-west", "Kansrijk West")
    invitation = invited(west)
    address, barrier, answers = to(west, "accept_invitation", invitation.token), threading.Barrier(2), []

    def use(email: str) -> None:
        try:
            barrier.wait(10)
            answers.append(Client().post(address, {"email": email}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(f"wie{n}@example.org",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) in ([302, 404], [302, 422])
    assert len(of("wie0@example.org", west)) + len(of("wie1@example.org", west)) == 1


def test_the_list_of_roles_asks_as_little_for_two_hundred_as_for_two(west: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), to(west, "roles")
    client.get(address)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    with scope(west.programme):
        make.InvitationFactory(made_by=west.coordinator)
    few = queries()
    with scope(west.programme):
        for _each in range(200):
            make.MembershipFactory(role=Role.PROFESSIONAL)
            make.InvitationFactory(made_by=west.coordinator)
    assert queries() == few
