"""Who comes first: urgency, then four-week bands, then fit, then a lot that is the same for everybody."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from matching.claims import Ahead, Standing, ahead_by, draw, in_order

standings = st.lists(
    st.builds(Standing, participant=st.integers(1, 40), is_urgent=st.booleans(), weeks=st.integers(0, 12)),
    min_size=2,
    max_size=8,
    unique_by=lambda each: each.participant,
)
fits = st.integers(-3, 3)
lots = st.integers(0, 2**31)


@given(standings, st.data(), lots)
def test_nobody_passes_somebody_with_a_better_claim_and_the_reason_given_is_the_one_that_decided(
    people, data, lot
):
    fit = {each.participant: {7: data.draw(fits)} for each in people}
    of = {each.participant: each for each in people}
    order = in_order(people, fit, 7, lot)
    for first, second in pairwise(order):
        a, b = of[first], of[second]
        why = ahead_by(a, b, fit[first][7], fit[second][7])
        is_true = {
            Ahead.URGENT: a.is_urgent and not b.is_urgent,
            Ahead.WAITS: a.is_urgent == b.is_urgent and a.weeks // 4 > b.weeks // 4,
            Ahead.FIT: (a.is_urgent, a.weeks // 4) == (b.is_urgent, b.weeks // 4)
            and fit[first][7] > fit[second][7],
            Ahead.LOT: (a.is_urgent, a.weeks // 4, fit[first][7])
            == (b.is_urgent, b.weeks // 4, fit[second][7])
            and draw(lot, first) < draw(lot, second),
        }
        assert is_true[why]


@given(standings, lots, st.randoms())
def test_the_same_people_in_any_order_give_the_same_claims(people, lot, dice):
    fit = {each.participant: {7: 0} for each in people}
    assert in_order(people, fit, 7, lot) == in_order(dice.sample(people, len(people)), fit, 7, lot)


def test_three_weeks_are_no_longer_than_none_and_four_are():
    people = [Standing(1, False, 0), Standing(2, False, 3), Standing(3, False, 4)]
    fit = {1: {7: 2}, 2: {7: 1}, 3: {7: 0}}
    assert in_order(people, fit, 7, 0) == [3, 1, 2]


def test_another_lot_can_turn_equals_round_and_the_same_lot_never_does():
    people = [Standing(1, False, 0), Standing(2, False, 0)]
    fit = {1: {7: 0}, 2: {7: 0}}
    orders = {tuple(in_order(people, fit, 7, lot)) for lot in range(20)}
    assert orders == {(1, 2), (2, 1)}
