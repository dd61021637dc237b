"""The way to deployable: counts that add up, and times that are real days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from buddies.funnel import Way, funnel, whole_way

BEGAN = date(2025, 1, 1)
GATES = ["Gesprek", "VOG", "Training"]


@st.composite
def ways(draw: st.DrawFn) -> Way:
    """Gates are passed in order, each some days after the one before."""
    day, passed = BEGAN, []
    for _gate in range(draw(st.integers(0, len(GATES)))):
        day += timedelta(days=draw(st.integers(0, 60)))
        passed.append(day)
    return Way(BEGAN, [*passed, *[None] * (len(GATES) - len(passed))], draw(st.booleans()))


def test_three_volunteers_each_at_their_own_step() -> None:
    one = Way(BEGAN, [date(2025, 1, 11), date(2025, 2, 10), date(2025, 2, 12)])
    two = Way(BEGAN, [date(2025, 1, 21), None, None])
    three = Way(BEGAN, [None, None, None], stopped=True)
    steps = funnel([one, two, three], GATES, began="Belangstelling")
    assert [(step.label, step.reached, step.waiting, step.days) for step in steps] == [
        ("Belangstelling", 3, 0, None),
        ("Gesprek", 2, 0, 15),
        ("VOG", 1, 1, 30),
        ("Training", 1, 0, 2),
    ]
    assert whole_way([one, two, three]) == 42
    assert whole_way([two, three]) is None
    assert whole_way([Way(BEGAN, [date(2024, 1, 1)] * 3)]) is None


@given(st.lists(ways(), max_size=30))
def test_nobody_is_counted_twice_or_lost(everyone: list[Way]) -> None:
    steps = funnel(everyone, GATES, began="Belangstelling")
    reached = [step.reached for step in steps]
    assert reached == sorted(reached, reverse=True)
    on_the_way = [way for way in everyone if not way.stopped and not all(way.passed)]
    assert sum(step.waiting for step in steps) == len(on_the_way)
    assert all(step.days is None or 0 <= step.days <= 60 for step in steps)


def test_without_gates_or_people_there_is_nothing_to_say() -> None:
    assert [step.reached for step in funnel([], GATES, began="x")] == [0, 0, 0, 0]
    assert [step.reached for step in funnel([Way(BEGAN, [])], [], began="x")] == [1]
    assert whole_way([Way(BEGAN, [])]) is None
