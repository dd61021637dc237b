"""The front door: every programme in its own words and colours, for everyone, without a script."""

from typing import Any

from django.test import Client

from programmes.models import Door, Role
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World


def test_the_front_shows_every_programme_and_where_to_sign_in(west: World, zuid: World) -> None:
    text = Client().get("/").content.decode()
    for world in (west, zuid):
        assert f'href="{world.programme.to("programmes:public")}"' in text
        assert world.programme.name in text
    assert "/account/inloggen/" in text


def test_one_role_goes_straight_to_its_first_page(west: World, sign_in: Any) -> None:
    answer = sign_in(west[Role.REFERRER]).get("/")
    assert answer.url == west.programme.to("participants:my_referrals")


def test_several_roles_are_cards_of_which_one_is_pressed(west: World, zuid: World, sign_in: Any) -> None:
    with scope(zuid.programme):
        second = make.MembershipFactory(user=west[Role.REFERRER].user, role=Role.REFERRER)
    client = sign_in(west[Role.REFERRER])
    text = client.get("/").content.decode()
    assert text.count('class="card door"') == 2
    answer = client.post(f"/account/rol/{second.pk}/")
    assert answer.url == zuid.programme.to("participants:my_referrals")
    assert client.post(f"/account/rol/{zuid.coordinator.pk}/").status_code == 404


def test_someone_without_a_role_is_told_whom_to_ask(west: World) -> None:
    client = Client()
    client.force_login(make.UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "doet nog nergens mee" in client.get("/").content.decode()


def test_the_public_page_speaks_the_programmes_own_words(west: World, zuid: World) -> None:
    zuid.programme.buddy_singular = "peer-to-peer coach"
    zuid.programme.facts = ["Alles blijft onder ons"]
    zuid.programme.introduction = "Eerste stuk.\n\nTweede stuk <b>vet</b>."
    zuid.programme.save()
    text = Client().get(zuid.programme.to("programmes:public")).content.decode()
    assert "Ik wil peer-to-peer coach worden" in text
    assert "Alles blijft onder ons" in text
    assert "<p>Eerste stuk.</p>" in text
    assert "&lt;b&gt;vet" in text
    assert zuid.neighbourhood.name in text
    assert west.neighbourhood.name not in text
    assert zuid.programme.public_email in text


def test_each_door_of_the_programme_leads_somewhere_and_no_other_is_shown(west: World) -> None:
    address = west.programme.to("programmes:public")
    assert Client().get(address).content.decode().count("card door") == len(Door)
    west.programme.doors = [Door.SELF, Door.VOLUNTEER]
    west.programme.save()
    text = Client().get(address).content.decode()
    assert text.count("card door") == 2
    for view in ("participants:sign_up", "buddies:sign_up"):
        assert f'href="{west.programme.to(view)}"' in text
        assert Client().get(west.programme.to(view)).status_code == 200


def test_a_door_for_referrers_asks_to_sign_in_first(west: World) -> None:
    answer = Client().get(west.programme.to("participants:refer"))
    assert answer.status_code == 302
    assert "/account/inloggen/?next=" in answer.url


def test_only_public_pages_may_be_found_by_search_engines_and_they_need_no_script(
    west: World, sign_in: Any
) -> None:
    public = Client().get(west.programme.to("programmes:public")).content.decode()
    assert 'content="index, follow"' in public
    assert "<script" not in public
    assert f'content="{west.programme.tagline}"' in public
    inside = sign_in(west.coordinator).get(west.programme.to("participants:list")).content.decode()
    assert 'content="noindex"' in inside


def test_each_programme_has_its_own_colours(west: World, zuid: World) -> None:
    zuid.programme.accent = "#8d3570"
    zuid.programme.save()
    colours = [Client().get(f"/account/kleuren/{world.programme.slug}.css") for world in (west, zuid)]
    assert all(answer["Content-Type"].startswith("text/css") for answer in colours)
    assert "--accent: #8d3570" in colours[1].content.decode()
    assert "--accent: #8d3570" not in colours[0].content.decode()
    assert Client().get("/account/kleuren/bestaat-niet.css").status_code == 404
    assert Client().get("/bestaat-niet/").status_code == 404


def test_an_administrator_sees_how_it_is_set_up_and_nobodys_file(
    west: World, zuid: World, sign_in: Any
) -> None:
    text = sign_in(west[Role.ADMINISTRATOR]).get(west.programme.to("programmes:about")).content.decode()
    assert west.neighbourhood.name in text
    assert west.referring_partner.name in text
    with scope(west.programme):
        people = [west.participant.person.full_name, west.buddy.person.full_name]
    assert not any(name in text for name in people)
    assert zuid.neighbourhood.name not in text
