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
