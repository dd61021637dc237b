"""Every table with a programme key is protected; a new model that forgets it fails here."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from programmes import checks
from programmes.scope import ProgrammeScoped, RowSecurity, SameProgramme

SCOPED_TABLES = """
SELECT c.oid, c.relname, c.relrowsecurity,
       (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
       (SELECT bool_and(coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') LIKE '%current_programme()%'
                        AND pg_get_expr(p.polqual, p.polrelid) LIKE '%current_programme()%')
        FROM pg_policy p WHERE p.polrelid = c.oid)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'programme_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname
"""
KEYS_BETWEEN_SCOPED_TABLES = """
SELECT k.conname, (SELECT array_agg(a.attname ORDER BY a.attname) FROM pg_attribute a
                   WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))
FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = ANY (%s) AND k.confrelid = ANY (%s)
"""
INDEXES = """
SELECT i.relname, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[0])
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = ANY (%s) AND NOT x.indisprimary
"""


@pytest.fixture
def scoped_tables(db):
    with connection.cursor() as cursor:
        cursor.execute(SCOPED_TABLES)
        return cursor.fetchall()


def test_every_table_with_a_programme_key_has_row_security_and_one_policy(scoped_tables):
    assert len(scoped_tables) >= 30
    unprotected = [
        name
        for _oid, name, is_on, policies, right in scoped_tables
        if not (is_on and policies == 1 and right)
    ]
    assert unprotected == []


def test_every_scoped_model_has_its_table_and_promises(scoped_tables):
    tables = {name for _oid, name, *_rest in scoped_tables}
    for model in apps.get_models():
        has_key = any(field.name == "programme" for field in model._meta.fields)
        assert has_key == issubclass(model, ProgrammeScoped), model
        if has_key:
            assert model._meta.db_table in tables
            assert any(isinstance(c, RowSecurity) for c in model._meta.constraints), model
            keyed = {c.field for c in model._meta.constraints if isinstance(c, SameProgramme)}
            parents = {
                f.name
                for f in model._meta.fields
                if f.remote_field and issubclass(f.remote_field.model, ProgrammeScoped)
            }
            assert parents == keyed, f"{model}: {parents ^ keyed} has no same-programme key"


def test_every_key_between_scoped_tables_carries_the_programme(scoped_tables):
    oids = [oid for oid, *_rest in scoped_tables]
    with connection.cursor() as cursor:
        cursor.execute(KEYS_BETWEEN_SCOPED_TABLES, [oids, oids])
        keys = cursor.fetchall()
    assert len(keys) > 30
    assert [name for name, columns in keys if "programme_id" not in columns] == []


def test_every_index_begins_with_the_programme(scoped_tables):
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [[oid for oid, *_rest in scoped_tables]])
        others = {name: first for name, first in cursor.fetchall() if first != "programme_id"}
    # A user's own memberships are found before a programme is known.
    assert {name for name in others if not name.startswith("programmes_membership_user_id")} == set()


def test_the_app_login_has_no_power_over_tables(db):
    assert checks.powers_of_login() == []


def test_the_owner_login_is_refused(monkeypatch, as_owner):
    monkeypatch.setattr(checks, "connection", as_owner)
    with pytest.raises(
        ImproperlyConfigured, match="klik_owner owns tables; login klik_owner owns the database"
    ):
        checks.refuse_powerful_login()


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
def test_a_login_that_passes_row_security_is_refused(monkeypatch, db, power):
    answer = {
        "SUPERUSER": ("klik_app", True, False, False, False),
        "BYPASSRLS": ("klik_app", False, True, False, False),
    }[power]

    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

        def execute(self, _sql):
            return None

        def fetchone(self):
            return answer

    monkeypatch.setattr(checks, "connection", type("Connection", (), {"cursor": lambda self: Cursor()})())
    with pytest.raises(ImproperlyConfigured):
        checks.refuse_powerful_login()
