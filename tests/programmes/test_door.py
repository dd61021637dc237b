"""The door: who may come in, and that a request which fails leaves nothing behind."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from config.urls import urlpatterns as everything
from programmes.http import open_to_all
from programmes.middleware import ProgrammeDoor
from programmes.models import Person, Role
from programmes.refusals import Refused
from programmes.scope import scope
from tests.factories import MembershipFactory, PersonFactory


def write_then_answer(request, outcome: str) -> HttpResponse:
    PersonFactory(given_name=f"written-{outcome}")
    if outcome == "error":
        raise ZeroDivisionError
    if outcome == "missing":
        raise Http404
    if outcome == "forbidden":
        raise PermissionDenied
    if outcome == "refused":
        raise Refused("Daar is op dit moment geen plek meer.")
    return HttpResponse(status={"fine": 200, "invalid": 422}[outcome])


@open_to_all
def count_people(request) -> HttpResponse:
    return HttpResponse(f"{request.programme.slug}:{Person.objects.count()}")


urlpatterns = [
    path("<slug:programme>/proef/tellen/", count_people),
    path("<slug:programme>/proef/<slug:outcome>/", write_then_answer),
    *everything,
]


@pytest.mark.urls("tests.programmes.test_door")
@pytest.mark.parametrize(
    ("outcome", "status", "is_kept"),
    [
        ("fine", 200, True),
        ("invalid", 422, False),
        ("refused", 422, False),
        ("missing", 404, False),
        ("forbidden", 403, False),
        ("error", 500, False),
    ],
)
def test_only_a_request_that_succeeds_is_written(west, sign_in, outcome, status, is_kept):
    client = sign_in(west.coordinator)
    client.raise_request_exception = False
    assert client.get(f"/{west.programme.slug}/proef/{outcome}/").status_code == status
    with scope(west.programme):
        assert Person.objects.filter(given_name=f"written-{outcome}").exists() == is_kept


@pytest.mark.urls("tests.programmes.test_door")
def test_a_refusal_says_why_in_its_own_words(west, sign_in):
    page = sign_in(west.coordinator).get(f"/{west.programme.slug}/proef/refused/")
    assert "Daar is op dit moment geen plek meer." in page.content.decode()


@pytest.mark.urls("tests.programmes.test_door")
def test_member_of_another_programme_and_unknown_programme_look_the_same(west, zuid, sign_in):
    client = sign_in(zuid.coordinator)
    other = client.get(f"/{west.programme.slug}/proef/fine/")
    unknown = client.get("/bestaat-niet/proef/fine/")
    assert (other.status_code, unknown.status_code) == (404, 404)


@pytest.mark.urls("tests.programmes.test_door")
def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(west):
    answer = Client().get(f"/{west.programme.slug}/proef/fine/?q=1")
    assert answer.status_code == 302
    assert answer.url == "/account/inloggen/?next=%2Fkansrijk-west%2Fproef%2Ffine%2F%3Fq%3D1"


@pytest.mark.urls("tests.programmes.test_door")
def test_what_was_typed_comes_back_when_the_session_has_expired(west):
    answer = Client().post(
        f"/{west.programme.slug}/proef/fine/", {"note": "Wij liepen <samen>", "tags": ["a", "b"]}
    )
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Wij liepen &lt;samen&gt;" in page
    assert page.count('name="tags"') == 2
    with scope(west.programme):
        assert not Person.objects.filter(given_name="written-fine").exists()


@pytest.mark.urls("tests.programmes.test_door")
def test_what_was_typed_comes_back_when_the_pages_token_is_old(west, sign_in):
    client = sign_in(west.coordinator)
    client.handler.enforce_csrf_checks = True
    answer = client.post(f"/{west.programme.slug}/proef/fine/", {"note": "Wij liepen samen"})
    assert answer.status_code == 403
    assert "Wij liepen samen" in answer.content.decode()


@pytest.mark.urls("tests.programmes.test_door")
@pytest.mark.django_db(transaction=True)
def test_two_programmes_in_turn_on_one_pooled_connection_never_mix(west, zuid):
    """Also after a request that raised: the setting is local to its transaction."""
    with scope(zuid.programme):
        PersonFactory.create_batch(3)
    with scope(west.programme):
        here = Person.objects.count()
    client = Client(raise_request_exception=False)
    connection.close()
    backends = set()
    for _turn in range(3):
        assert client.get("/kansrijk-west/proef/tellen/").content.decode() == f"kansrijk-west:{here}"
        client.get("/kansrijk-west/proef/error/")
        assert (
            client.get("/samen-vooruit-op-zuid/proef/tellen/").content.decode()
            == f"samen-vooruit-op-zuid:{here + 3}"
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('klik.programme', true)")
            backend, setting = cursor.fetchone()
        backends.add(backend)
        assert not setting
        connection.close()
    assert len(backends) <= 4, "never more connections than the pool holds"


def test_one_person_switches_between_roles_and_programmes_in_one_click(west, zuid, sign_in):
    me = west.coordinator.user
    with scope(zuid.programme):
        there = MembershipFactory(user=me, role=Role.FUNDER)
    client = sign_in(west.coordinator)
    answer = client.post(f"/account/rol/{there.pk}/")
    assert answer.status_code == 302
    assert answer.url.startswith("/samen-vooruit-op-zuid/")
    assert client.post(f"/account/rol/{zuid.coordinator.pk}/").status_code == 404


def test_a_role_taken_away_is_gone_at_the_next_request(west, sign_in):
    funder = west[Role.FUNDER]
    client = sign_in(funder)
    assert client.get("/kansrijk-west/begin/").status_code == 302
    with scope(west.programme):
        funder.delete()
    assert client.get("/kansrijk-west/begin/").status_code == 404


def test_membership_is_checked_before_the_scope_opens(west, zuid):
    """A view of another programme is never even called."""
    called = []
    door = ProgrammeDoor(lambda request: called.append(request) or HttpResponse())
    request = RequestFactory().get("/kansrijk-west/begin/")
    request.user = zuid.coordinator.user
    request.session = {}
    with pytest.raises(Http404):
        door(request)
    assert called == []
