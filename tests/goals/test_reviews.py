"""The year's three conversations, for every match there could be."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goals.reviews import review_moments

days = st.dates(date(2016, 1, 1), date(2040, 12, 31))
lengths = st.integers(1, 1100).map(timedelta)


@given(days, lengths, days)
def test_the_year_runs_from_start_through_midpoint_to_end(starts_on, length, today):
    start, midpoint, end = review_moments(
        starts_on=starts_on, intended_end=starts_on + length, held={}, today=today
    )
    assert [start.moment, midpoint.moment, end.moment] == ["start", "midpoint", "end"]
    assert starts_on == start.around <= midpoint.around <= end.around == starts_on + length
    assert start.due_by <= midpoint.due_from
    assert midpoint.due_by <= end.due_from


@given(
    days,
    lengths,
    st.integers(-400, 1500).map(timedelta),
    st.sets(st.sampled_from(["start", "midpoint", "end"])),
)
def test_nobody_is_late_before_the_last_day_for_it(starts_on, length, since, held):
    today = starts_on + since
    for each in review_moments(
        starts_on=starts_on,
        intended_end=starts_on + length,
        held=dict.fromkeys(held, starts_on),
        today=today,
    ):
        assert each.due_from <= each.around <= each.due_by or each.moment == "start"
        assert (each.state == "held") == (each.moment in held) == (each.held_on is not None)
        if each.state == "coming":
            assert today < each.due_from
        if each.state == "due":
            assert each.due_from <= today <= each.due_by
        if each.state == "overdue":
            assert today > each.due_by


@given(days, lengths, st.integers(0, 1100).map(timedelta), days)
def test_a_match_that_ended_early_asks_for_no_midpoint_that_never_came(starts_on, length, lasted, today):
    ended_on = min(starts_on + lasted, starts_on + length)
    moments = review_moments(
        starts_on=starts_on, intended_end=starts_on + length, held={}, today=today, ended_on=ended_on
    )
    assert all(each.around <= ended_on for each in moments)
    assert moments[-1].moment == "end"
    assert moments[-1].around == ended_on


def test_a_year_over_a_leap_day_has_its_days_where_people_expect_them():
    start, midpoint, end = review_moments(
        starts_on=date(2024, 2, 29), intended_end=date(2025, 2, 28), held={}, today=date(2024, 3, 28)
    )
    assert (start.due_by, start.state) == (date(2024, 3, 28), "due")
    assert (midpoint.due_from, midpoint.around, midpoint.due_by) == (
        date(2024, 8, 15),
        date(2024, 8, 29),
        date(2024, 9, 12),
    )
    assert (end.due_from, end.due_by) == (date(2025, 1, 31), date(2025, 3, 14))


def test_a_conversation_held_late_is_held_and_not_late():
    start, *_rest = review_moments(
        starts_on=date(2026, 1, 1),
        intended_end=date(2026, 12, 31),
        held={"start": date(2026, 3, 1)},
        today=date(2026, 3, 2),
    )
    assert (start.state, start.held_on, start.is_open) == ("held", date(2026, 3, 1), False)


@given(days, st.integers(8, 1100).map(timedelta), st.integers(0, 500), st.integers(0, 200), days)
def test_a_pause_that_is_over_moves_what_comes_after_it_by_its_days(starts_on, length, after, lasted, today):
    first = starts_on + timedelta(days=after)
    pause = (first, first + timedelta(days=lasted))
    if first > today:
        return
    plain, moved = (
        review_moments(
            starts_on=starts_on, intended_end=starts_on + length, held={}, today=today, pauses=each
        )
        for each in ((), (pause,))
    )
    shift = (min(pause[1], max(today, pause[1])) - first).days
    for before, now in zip(plain, moved, strict=True):
        gone = (now.around - before.around).days
        assert gone == (shift if before.around > first else 0)
        assert now.due_from <= now.around <= now.due_by or now.moment == "start"


def test_while_a_pause_goes_on_nothing_after_it_is_due():
    year = {
        "starts_on": date(2026, 1, 1),
        "intended_end": date(2026, 12, 31),
        "held": {"start": date(2026, 1, 9)},
    }
    (_start, midpoint, end) = review_moments(
        **year, today=date(2026, 9, 1), pauses=[(date(2026, 5, 1), None)]
    )
    assert (midpoint.state, end.state) == ("coming", "coming")
    (_start, midpoint, _end) = review_moments(
        **year, today=date(2026, 11, 10), pauses=[(date(2026, 5, 1), date(2026, 9, 8))]
    )
    assert (midpoint.around, midpoint.state) == (date(2026, 11, 9), "due")


def test_aftercare_asks_once_half_way_and_once_at_its_end():
    moments = review_moments(
        starts_on=date(2025, 1, 1),
        intended_end=date(2025, 12, 31),
        ended_on=date(2025, 12, 31),
        aftercare_until=date(2026, 6, 30),
        held={},
        today=date(2026, 4, 1),
    )
    assert [each.moment for each in moments] == ["start", "midpoint", "end", "aftercare_half", "aftercare"]
    assert (moments[3].state, moments[4].state) == ("due", "coming")


def test_a_conversation_that_was_left_stays_open_and_one_that_was_planned_has_its_day():
    (start, midpoint, _end) = review_moments(
        starts_on=date(2026, 1, 1),
        intended_end=date(2026, 12, 31),
        held={},
        planned={"midpoint": date(2026, 7, 3)},
        under_way=frozenset({"midpoint"}),
        today=date(2026, 1, 5),
    )
    assert (midpoint.state, midpoint.is_open, midpoint.planned_for) == ("coming", True, date(2026, 7, 3))
    assert start.planned_for is None
