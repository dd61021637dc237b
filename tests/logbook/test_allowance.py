"""The rules of the allowance, by property: whatever is logged, in whatever order, no cap is passed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.allowance import (
    Before,
    Cost,
    Costs,
    Mode,
    Rates,
    Settlement,
    Standing,
    Terms,
    Work,
    settle,
    worth,
)

RATES = Rates(2026, hour=575, hour_young=340, month_cap=22_000, year_cap=220_000)
FIRST = date(2026, 9, 1)
HOURLY = Terms(Mode.PER_HOUR)

days = st.integers(0, 29).map(lambda n: FIRST + timedelta(days=n))
rates = st.builds(
    Rates,
    st.just(2026),
    st.integers(1, 2_000),
    st.integers(1, 1_000),
    st.integers(1, 40_000),
    st.integers(1, 300_000),
)
all_terms = st.builds(
    Terms,
    st.sampled_from(Mode),
    st.integers(0, 5_000),
    st.none() | st.integers(0, 2_000),
    st.sampled_from(Costs),
)


def numbered(kind, things):
    return [replace(thing, key=f"{kind}{number}") for number, thing in enumerate(things)]


works = st.lists(st.builds(Work, st.just(""), days, st.integers(1, 1_440), st.booleans()), max_size=12).map(
    lambda things: numbered("w", things)
)
costs = st.lists(st.builds(Cost, st.just(""), days, st.integers(1, 30_000), st.booleans()), max_size=8).map(
    lambda things: numbered("c", things)
)
befores = st.builds(
    lambda effort, more, earlier: Before(effort, effort + more, effort + more + earlier),
    st.integers(0, 40_000),
    st.integers(0, 40_000),
    st.integers(0, 300_000),
)


def assert_within_caps(found: Settlement, rates: Rates, before: Before, elsewhere: int) -> None:
    """Only proven costs may stand above a cap; then nothing else is given."""
    if found.effort + found.unproven:
        assert before.month + elsewhere + found.counted <= rates.month_cap
        assert before.year + elsewhere + found.counted <= rates.year_cap
    assert found.effort >= 0
    assert found.unproven >= 0


@given(all_terms, rates, works, costs, st.tuples(befores, st.integers(0, 30_000)))
def test_never_above_the_month_or_the_year(terms, rates, work, costs, earlier):
    before, elsewhere = earlier
    found = settle(terms=terms, rates=rates, work=work, costs=costs, before=before, elsewhere=elsewhere)
    assert_within_caps(found, rates, before, elsewhere)


@given(all_terms, rates, works)
def test_never_above_the_hour(terms, rates, work):
    for piece in work:
        by_law = rates.hour_young if piece.is_young else rates.hour
        assert worth(piece, terms=terms, rates=rates) * 60 <= by_law * piece.minutes


@given(all_terms, rates, works, costs, st.data())
def test_the_order_of_entries_does_not_matter(terms, rates, work, costs, data):
    before = data.draw(befores)
    one = settle(terms=terms, rates=rates, work=work, costs=costs, before=before)
    other = settle(
        terms=terms,
        rates=rates,
        work=data.draw(st.permutations(work)),
        costs=data.draw(st.permutations(costs)),
        before=before,
    )
    assert one == other


def settle_all(terms, rates, versions, costs_of, start=0):
    """Settle a month again and again, each time with the log as it then is; what was given in all."""
    before, total = Before(year=start), 0
    for version, costs in zip(versions, costs_of, strict=True):
        found = settle(terms=terms, rates=rates, work=version, costs=costs, before=before)
        assert_within_caps(found, rates, before, 0)
        before = Before(
            before.effort + found.effort, before.month + found.counted, before.year + found.counted
        )
        total += found.effort
    return total


@given(all_terms, rates, st.lists(works, min_size=1, max_size=5), st.integers(0, 300_000))
def test_corrections_do_not_overshoot(terms, rates, versions, start):
    """However often the log of a month changes, no more is given than the best version of it was worth."""
    given_in_all = settle_all(terms, rates, versions, [[] for _version in versions], start)
    best = max(sum(worth(piece, terms=terms, rates=rates) for piece in version) for version in versions)
    assert given_in_all <= min(best, rates.month_cap, max(0, rates.year_cap - start))


@given(rates, works, works, costs, st.sampled_from(Costs))
def test_claiming_in_two_parts_gives_no_more_effort_than_the_log_is_worth(rates, early, late, costs, reading):
    late = numbered("late", late)
    terms = Terms(Mode.PER_HOUR, costs=reading)
    total = settle_all(terms, rates, [early, [*early, *late]], [costs, []])
    once = settle(terms=terms, rates=rates, work=[*early, *late], costs=costs)
    assert total == once.effort


@given(all_terms, rates, works, costs, befores)
def test_proven_costs_are_paid_back_whole_unless_nothing_is_given(terms, rates, work, costs, before):
    found = settle(terms=terms, rates=rates, work=work, costs=costs, before=before)
    asked = sum(cost.cents for cost in costs if cost.is_proven)
    assert found.proven == (0 if terms.mode == Mode.NONE else asked)


@given(all_terms, rates, works, costs)
def test_nothing_disappears(terms, rates, work, costs):
    """What was worth something and is not given, is told."""
    found = settle(terms=terms, rates=rates, work=work, costs=costs)
    if terms.mode != Mode.NONE:
        asked = sum(found.worth.values()) + sum(cost.cents for cost in costs)
        assert found.total + found.left_out == asked


@given(rates, works, costs, befores)
def test_the_cautious_reading_never_gives_more(rates, work, costs, before):
    together, apart = (
        settle(terms=Terms(Mode.PER_HOUR, costs=reading), rates=rates, work=work, costs=costs, before=before)
        for reading in (Costs.TOGETHER, Costs.APART)
    )
    assert together.total <= apart.total


def month_of(hours, year=0):
    work = [Work("w", FIRST, 60 * hours)]
    return settle(terms=HOURLY, rates=RATES, work=work, costs=[], before=Before(year=year))


def test_a_quiet_month_gives_no_room_to_a_busy_one():
    quiet, busy = month_of(1), month_of(60, year=575)
    assert (quiet.effort, busy.effort) == (575, 22_000)
    assert busy.left_out == 60 * 575 - 22_000


def test_ten_full_months_are_the_year():
    year = 0
    given_by_month = []
    for _month in range(12):
        found = month_of(40, year=year)
        year += found.counted
        given_by_month.append(found.effort)
    assert given_by_month == [22_000] * 10 + [0, 0]


@pytest.mark.parametrize(("is_young", "cents"), [(False, 575), (True, 340)])
def test_the_hour_is_worth_what_the_age_of_that_day_says(is_young, cents):
    assert worth(Work("w", FIRST, 60, is_young), terms=HOURLY, rates=RATES) == cents


def test_a_fixed_amount_does_not_pass_the_hour():
    terms = Terms(Mode.PER_CONTACT, per_contact=500)
    assert worth(Work("w", FIRST, 60), terms=terms, rates=RATES) == 500
    assert worth(Work("w", FIRST, 30), terms=terms, rates=RATES) == 287


def test_the_two_readings_of_costs_on_top():
    work, receipt = [Work("w", FIRST, 60 * 50)], Cost("c", FIRST, 5_000, is_proven=True)
    together = settle(terms=HOURLY, rates=RATES, work=work, costs=[receipt])
    apart = settle(terms=replace(HOURLY, costs=Costs.APART), rates=RATES, work=work, costs=[receipt])
    assert (together.effort, together.proven, together.total) == (17_000, 5_000, 22_000)
    assert (apart.effort, apart.proven, apart.total) == (22_000, 5_000, 27_000)


def test_at_the_cap_only_proven_costs_are_paid_and_it_is_told():
    full = Before(effort=22_000, month=22_000, year=22_000)
    costs = [Cost("bon", FIRST, 900, is_proven=True), Cost("geen bon", FIRST, 400, is_proven=False)]
    found = settle(terms=HOURLY, rates=RATES, work=[], costs=costs, before=full)
    assert (found.proven, found.unproven, found.left_out, found.above) == (900, 0, 400, 900)


def test_what_another_organisation_gave_leaves_less_room():
    work = [Work("w", FIRST, 60 * 50)]
    assert settle(terms=HOURLY, rates=RATES, work=work, costs=[], elsewhere=20_000).effort == 2_000


@pytest.mark.parametrize(
    ("used", "near", "full"), [(17_599, False, False), (17_600, True, False), (22_000, True, True)]
)
def test_from_eighty_per_cent_on_it_is_near(used, near, full):
    standing = Standing(used, 22_000)
    assert (standing.is_near, standing.is_full) == (near, full)
