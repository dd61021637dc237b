"""Tenancy refuses: outside a scope nothing is readable, and another programme's rows do not exist."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from participants.models import Participant
from programmes.models import Membership, Person
from programmes.scope import ScopeError, as_user, scope
from tests.factories import PersonFactory


def test_without_a_scope_every_query_raises_instead_of_returning_nothing(west):
    for question in (Person.objects.count, Person.objects.exists, lambda: list(Participant.objects.all())):
        with pytest.raises(ProgrammingError, match="no programme is open"), transaction.atomic():
            question()


def test_a_scope_shows_only_its_own_programme(west, zuid):
    with scope(west.programme):
        assert set(Person.objects.values_list("programme_id", flat=True)) == {west.programme.pk}
        assert not Participant.objects.filter(pk=zuid.participant.pk).exists()
    with scope(zuid.programme):
        assert not Person.objects.filter(pk=west.participant.person_id).exists()


def test_another_programme_cannot_be_opened_inside_one(west, zuid):
    with scope(west.programme), pytest.raises(ScopeError), scope(zuid.programme):
        pass


def test_the_scope_is_closed_again_also_after_an_error(west):
    with pytest.raises(ZeroDivisionError), scope(west.programme):
        raise ZeroDivisionError
    with scope(west.programme):
        assert Person.objects.exists()
    with pytest.raises(ProgrammingError), transaction.atomic():
        Person.objects.count()


def test_a_row_belongs_to_the_open_programme_without_anybody_saying_so(west, zuid):
    with scope(zuid.programme):
        assert PersonFactory().programme_id == zuid.programme.pk
        made = Person.objects.bulk_create([Person(given_name="A", full_name="A", sort_name="a")])
        assert Person.objects.get(pk=made[0].pk).programme_id == zuid.programme.pk


def test_a_row_cannot_be_written_into_another_programme(west, zuid):
    with (
        scope(west.programme),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        PersonFactory(programme=zuid.programme)


def test_a_child_cannot_point_at_another_programmes_parent(west, zuid):
    with scope(west.programme), pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(person_id=zuid.newcomer.person_id)


def test_updates_and_deletes_do_not_reach_another_programme(west, zuid):
    with scope(west.programme):
        assert Person.objects.filter(pk=zuid.participant.person_id).update(given_name="X") == 0
        assert Person.objects.filter(pk=zuid.participant.person_id).delete()[0] == 0


def test_a_user_reads_own_memberships_everywhere_and_nothing_else(west, zuid):
    me = west.coordinator.user
    with as_user(me.pk):
        assert set(Membership.objects.values_list("user_id", flat=True)) == {me.pk}
        with pytest.raises(ProgrammingError), transaction.atomic():
            Person.objects.count()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Membership.objects.create(user=me, person_id=west.coordinator.person_id, role="funder")


def test_the_app_login_cannot_switch_row_security_off(west):
    for statement in (
        "ALTER TABLE programmes_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY programmes_person_row_security ON programmes_person",
        "TRUNCATE programmes_person",
        "SET ROLE klik_owner",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_trace_cannot_be_changed(in_west):
    from programmes.actions import record
    from programmes.models import Trace

    trace = record("tried", by=in_west.coordinator, about=in_west.participant.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Trace.objects.filter(pk=trace.pk).update(verb="other")
