"""What every test stands on: a database made by the owner login and used as the app login, and two programmes."""

import os
import pickle
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.query import QuerySet
from django.test import Client, TransactionTestCase
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from psycopg import conninfo

from dev import example
from programmes.models import Membership
from programmes.scope import scope
from tests.worlds import World, make_world

# A busy machine is slow, not wrong.
hypothesis_settings.register_profile("klik", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("klik")


ROOT = Path(__file__).parent.parent


def owner_settings() -> dict[str, Any]:
    return dict(dj_database_url.parse(os.environ["DATABASE_OWNER_URL"]))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Create and migrate as the owner, then go on as the app login, as in production."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "solo")
    settings = connection.settings_dict
    app_login = {key: settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    owner = owner_settings()
    if given := os.environ.get("KLIK_TEST_DATABASE"):
        settings["NAME"] = given
        yield
        return
    with django_db_blocker.unblock():
        settings.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}, OPTIONS={})
        with psycopg.connect(**owner_arguments("postgres"), autocommit=True) as server:
            server.execute("SELECT pg_advisory_lock(7102)")  # one of all workers migrates, the others wait
            migrated = _migrated(server, settings)
            settings["NAME"] = f"test_klik_{worker}"
            server.execute(f'DROP DATABASE IF EXISTS "{settings["NAME"]}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{settings["NAME"]}" TEMPLATE "{migrated}"')
        settings.update(app_login)
    STANDING.blocker = django_db_blocker
    yield
    with django_db_blocker.unblock():
        connection.close()
        connection.close_pool()
        with psycopg.connect(**owner_arguments("postgres"), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{settings["NAME"]}" WITH (FORCE)')


def example_name() -> str:
    return f"example_{example.made_from()}"


def _migrated(server: psycopg.Connection, settings: dict[str, Any]) -> str:
    """The migrated database that each worker gets a copy of: copying takes a second, migrating many.

    Nobody works in it. Its name tells from what it was made, so it is made again only when something of that changes.
    """
    name = example_name()
    made = [
        row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'example_%'")
    ]
    if name in made:
        return name
    for old in [*made, "half_an_example"]:
        server.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    server.execute("CREATE DATABASE half_an_example")
    half = conninfo.make_conninfo(**owner_arguments("half_an_example"))
    if not example.restore(half):
        settings["NAME"] = "half_an_example"
        connection.close()
        call_command("migrate", interactive=False, verbosity=0)
        connection.close()
        example.keep(half)
    server.execute(f'ALTER DATABASE half_an_example RENAME TO "{name}"')
    return name


def owner_arguments(database: str) -> dict[str, Any]:
    owner = owner_settings()
    wanted = {
        "host": owner["HOST"],
        "port": owner["PORT"],
        "user": owner["USER"],
        "password": owner["PASSWORD"],
    }
    return {"dbname": database, **{key: value for key, value in wanted.items() if value}}


@pytest.fixture
def as_owner(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A connection of the owner login to the test database, for tests of the database itself. Rolled back."""
    with psycopg.connect(**owner_arguments(connection.settings_dict["NAME"])) as owner:
        yield owner
        owner.rollback()


def _empty_as_owner(self: TransactionTestCase) -> None:
    """The app login may not TRUNCATE, so tests that commit are cleaned up by the owner."""
    with psycopg.connect(**owner_arguments(connection.settings_dict["NAME"])) as owner:
        tables = [
            row[0]
            for row in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            if row[0] not in {"django_migrations", "django_content_type"}
        ]
        owner.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")


@pytest.fixture(scope="session", autouse=True)
def clean_up_as_owner() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty_as_owner)
        yield


@pytest.fixture(autouse=True)
def shuffle_what_has_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that relies on an order nobody asked for must fail here and not at a user's."""
    fetch = QuerySet._fetch_all
    dice = random.Random(7)

    def fetch_shuffled(self: QuerySet[Any]) -> None:
        is_new = self._result_cache is None
        fetch(self)
        if is_new and not self.ordered and isinstance(self._result_cache, list):
            dice.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_shuffled)


POST_FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)


@pytest.fixture(autouse=True)
def every_form_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test client forgives a form without a token; a browser does not."""
    request = Client.request

    def request_and_look(self: Client, **environ: Any) -> Any:
        answer = request(self, **environ)
        if not answer.streaming and "text/html" in answer.headers.get("Content-Type", ""):
            forms = POST_FORM.findall(answer.content.decode())
            assert all("csrfmiddlewaretoken" in form for form in forms), f"a form on {environ['PATH_INFO']}"
        return answer

    monkeypatch.setattr(Client, "request", request_and_look)


class Standing:
    """The two worlds of nearly every test, made once in a transaction that stays open from test to test.

    Each test begins with both as they were made, and what it changes goes with its savepoint. A test that does not
    ask for them finds an empty database.
    """

    def __init__(self) -> None:
        self.blocker: Any = None
        self.around: transaction.Atomic | None = None
        self.day = date.min
        self.worlds: dict[str, bytes] = {}

    def open(self) -> None:
        if self.day != timezone.localdate():
            self.close()  # what began yesterday is not how a world begins
        if self.around is None:
            self.day = timezone.localdate()
            self.around = transaction.atomic()
            self.around.__enter__()
            self.worlds = {slug: pickle.dumps(make_world(slug, name)) for slug, name in WORLDS.items()}
            connection.check_constraints()

    def close(self) -> None:
        if self.around is not None:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
            self.around = None
            self.worlds = {}

    def world(self, slug: str) -> World:
        """A copy, so that what a test changes in memory goes too; made on the spot for a test that commits."""
        if self.around is None:
            return make_world(slug, WORLDS[slug])
        world: World = pickle.loads(self.worlds[slug])
        return world


WORLDS = {"kansrijk-west": "Kansrijk West", "samen-vooruit-op-zuid": "Samen Vooruit op Zuid"}
STANDING = Standing()
# What a test asks for that works in a database without these worlds. One that asks for neither leaves them standing.
OF_DATABASE = {"db", "django_db_setup"}


@pytest.fixture
def standing() -> Standing:
    return STANDING


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each worker begins with its share of the long tests: one that begins last keeps all others waiting."""
    workers = getattr(config, "workerinput", {"workercount": 1})["workercount"]
    is_long = lambda item: any(item.get_closest_marker(name) for name in ("browser", "worker", "long"))  # noqa: E731
    long, short = [item for item in items if is_long(item)], [item for item in items if not is_long(item)]
    dealt = []
    for number in range(workers):
        share = len(items) * (number + 1) // workers - len(items) * number // workers
        mine = long[number::workers]
        rest = max(share - len(mine), 0)
        dealt += [*mine, *short[:rest]]
        del short[:rest]
    items[:] = [*dealt, *short]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Function) -> None:
    """Before the test's own transaction begins: have the worlds stand, or gone."""
    if STANDING.blocker is None:
        return  # nobody asked for the database yet
    with STANDING.blocker.unblock():
        if commits(item):
            STANDING.close()
        elif "standing" in item.fixturenames:
            STANDING.open()
        elif item.get_closest_marker("django_db") or OF_DATABASE & set(item.fixturenames):
            STANDING.close()


def commits(item: pytest.Function) -> bool:
    """Whether this test works without a transaction around it."""
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_marked or not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)


@pytest.fixture
def west(standing: Standing, db: None) -> World:
    """Kansrijk West, with someone in every role and one couple under way."""
    return standing.world("kansrijk-west")


@pytest.fixture
def zuid(standing: Standing, db: None) -> World:
    """Samen Vooruit op Zuid: the other programme, whose people must never be seen from West."""
    return standing.world("samen-vooruit-op-zuid")


def client_of(membership: Membership) -> Client:
    """A client of that person in that role."""
    client = Client()
    client.force_login(membership.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["active_roles"] = {str(membership.programme_id): membership.pk}
    session.save()
    return client


@pytest.fixture
def sign_in() -> Callable[[Membership | None], Client]:
    """`sign_in(membership)` gives a client of that person in that role; `sign_in(None)` one of an outsider."""
    return lambda membership: Client() if membership is None else client_of(membership)


@pytest.fixture
def in_west(west: World) -> Iterator[World]:
    """Inside the scope of West, for tests of actions and queries."""
    with scope(west.programme):
        yield west
