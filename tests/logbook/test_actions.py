"""A contact is kept once, inside the days of the match, and can be taken back for a while."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from logbook import actions
from logbook.models import Contact, Mood, Way
from programmes.models import Role, Trace
from programmes.refusals import Refused


def answers(world, **more):
    return {
        "match": world.match,
        "by": world[Role.BUDDY],
        "on": timezone.localdate(),
        "minutes": 60,
        "way": Way.OUT,
        "mood": Mood.GOOD,
        **more,
    }


def test_ten_times_the_same_contact_is_one_contact(in_west):
    uid = uuid.uuid4()
    kept = {actions.log_contact(**answers(in_west), uid=uid).pk for _time in range(10)}
    assert len(kept) == Contact.objects.count() == 1


def test_another_contact_under_a_known_number_is_said_and_not_swallowed(in_west):
    uid = uuid.uuid4()
    first = actions.log_contact(**answers(in_west), uid=uid)
    with pytest.raises(actions.AlreadyLogged) as told:
        actions.log_contact(**answers(in_west, way=Way.CALL), uid=uid)
    assert told.value.thing == first


@pytest.mark.parametrize("minutes", [0, 24 * 60 + 1])
def test_a_contact_of_no_time_or_more_than_a_day_is_refused(in_west, minutes):
    with pytest.raises(Refused, match="hoe lang"):
        actions.log_contact(**answers(in_west, minutes=minutes))


def test_a_contact_falls_within_the_days_of_the_match(in_west):
    match = in_west.match
    with pytest.raises(Refused, match="nog niet begonnen"):
        actions.log_contact(**answers(in_west, on=match.starts_on - timedelta(days=1)))
    actions.log_contact(**answers(in_west, on=match.starts_on))
    match.ended_on = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="al klaar"):
        actions.log_contact(**answers(in_west))
    assert Contact.objects.count() == 1


def test_a_contact_taken_back_leaves_a_trace_without_its_words(in_west):
    contact = actions.log_contact(**answers(in_west, note="Het regende."))
    actions.undo(thing=contact, by=in_west[Role.BUDDY])
    trace = Trace.objects.get(verb="contact.undone")
    assert not Contact.objects.exists()
    assert trace.about == in_west.participant.person
    assert "regende" not in f"{trace.verb}{trace.reason}"


def test_after_two_weeks_a_contact_stays(in_west):
    contact = actions.log_contact(**answers(in_west), at=timezone.now() - timedelta(days=15))
    with pytest.raises(Refused):
        actions.undo(thing=contact, by=in_west[Role.BUDDY])
    assert Contact.objects.count() == 1
