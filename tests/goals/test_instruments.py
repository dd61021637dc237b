"""Scoring, for every instrument and every way of answering; and what cannot be an instrument."""

import copy
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.instruments import WrongDefinition, read_definition, score
from goals.shipped import LADDER, LIFE_AREAS, shipped

words = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12)


@st.composite
def definitions(draw):
    low = draw(st.integers(-5, 5))
    high = draw(st.integers(low + 1, low + 10))
    number = draw(st.integers(1, 8))
    items = [
        {
            "key": f"q{place}",
            "words": draw(words),
            "reverse": draw(st.booleans()),
            "subscale": draw(st.sampled_from(["", "a", "b"])),
        }
        for place in range(number)
    ]
    return read_definition(
        {
            "scale": {"low": low, "high": high},
            "items": items,
            "scoring": draw(st.sampled_from(["sum", "mean"])),
            "minimum_answered": draw(st.integers(1, number)),
            "factor": draw(st.sampled_from([1, 4, 0.5])),
        }
    )


@st.composite
def answered(draw):
    definition = draw(definitions())
    scale = definition.scale
    value = st.one_of(st.none(), st.integers(scale.low, scale.high))
    return definition, {item.key: draw(value) for item in definition.items}


@given(answered())
def test_too_few_answers_give_no_score_and_enough_give_one(case):
    definition, answers = case
    given_ = [value for value in answers.values() if value is not None]
    result = score(definition, answers)
    assert result.answered == len(given_)
    assert (result.total is None) == (len(given_) < definition.minimum_answered)


@given(answered())
def test_a_mean_stays_on_the_scale_and_a_sum_within_as_many_scales(case):
    definition, answers = case
    result, scale = score(definition, answers), definition.scale
    if result.total is None:
        return
    times = result.answered if definition.scoring == "sum" else 1
    bare = result.total / definition.factor
    assert times * scale.low - 1e-6 <= bare <= times * scale.high + 1e-6


@given(answered())
def test_turning_every_answer_and_every_reverse_flag_changes_nothing(case):
    definition, answers = case
    turned_items = tuple(
        type(item)(item.key, item.words, item.help, item.area, not item.reverse, item.subscale)
        for item in definition.items
    )
    other = type(definition)(
        **{name: getattr(definition, name) for name in definition.__dataclass_fields__ if name != "items"},
        items=turned_items,
    )
    turned = {
        key: None if value is None else definition.scale.turned(value) for key, value in answers.items()
    }
    assert score(definition, answers) == score(other, turned)


@given(definitions())
def test_all_best_and_all_worst_are_the_ends_of_the_scale(definition):
    scale, many = definition.scale, len(definition.items)
    times = many if definition.scoring == "sum" else 1
    lowest = {item.key: scale.high if item.reverse else scale.low for item in definition.items}
    highest = {item.key: scale.low if item.reverse else scale.high for item in definition.items}
    assert score(definition, lowest).total == pytest.approx(times * scale.low * definition.factor)
    assert score(definition, highest).total == pytest.approx(times * scale.high * definition.factor)


@given(answered())
def test_subscales_of_sums_add_up_to_the_whole_when_everything_was_answered(case):
    definition, answers = case
    full = {key: definition.scale.low if value is None else value for key, value in answers.items()}
    result = score(definition, full)
    if definition.scoring == "sum" and all(item.subscale for item in definition.items):
        assert sum(result.subscales.values()) == pytest.approx(result.total)


def test_an_answer_off_the_scale_or_to_nothing_is_refused():
    definition = read_definition({"scale": {"low": 0, "high": 4}, "items": [{"key": "a", "words": "A?"}]})
    with pytest.raises(ValueError, match="not on the scale"):
        score(definition, {"a": 5})
    with pytest.raises(KeyError):
        score(definition, {"b": 1})


def test_a_band_is_told_where_the_score_falls():
    bands = [{"low": 0, "high": 1, "words": "weinig"}, {"low": 2, "high": 6, "words": "veel"}]
    definition = read_definition(
        {
            "scale": {"low": 0, "high": 3},
            "items": [{"key": "a", "words": "A?"}, {"key": "b", "words": "B?"}],
            "scoring": "sum",
            "bands": bands,
        }
    )
    assert score(definition, {"a": 1, "b": 0}).band == {"nl": "weinig"}
    assert score(definition, {"a": 3, "b": 3}).band == {"nl": "veel"}
    assert score(definition, {"a": 3, "b": None}).band is None


RIGHT = {
    "scale": {"low": 0, "high": 4, "words": {"0": "nooit"}},
    "items": [{"key": "a", "words": {"nl": "Slaap je goed?", "en": "Do you sleep well?"}}],
    "scoring": "mean",
}


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (["scale", "low"], "nul", "scale.low"),
        (["scale", "high"], 0, "scale.high"),
        (["scale", "high"], True, "scale.high"),
        (["scale", "words"], {"9": "buiten"}, "scale.words"),
        (["items"], [], "items"),
        (["items"], "geen lijst", "items"),
        (["items", 0, "key"], "Met Spatie", "items.0.key"),
        (["items", 0, "words"], {"en": "Only English"}, "items.0.words"),
        (["items", 0, "words"], "x" * 501, "items.0.words"),
        (["items", 0, "reverse"], "ja", "items.0.reverse"),
        (["scoring"], "median", "scoring"),
        (["minimum_answered"], 2, "minimum_answered"),
        (["moments"], ["ooit"], "moments"),
        (["administered_by"], [], "administered_by"),
        (["bands"], [{"low": 2, "high": 1, "words": "x"}], "bands.0"),
        (["subscale_minimum"], {"weg": 1}, "subscale_minimum"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(path, value, where):
    data = copy.deepcopy(RIGHT)
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    with pytest.raises(WrongDefinition) as wrong:
        read_definition(data)
    assert wrong.value.where == where
    assert wrong.value.why.endswith((".", "!"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=12,
    )
)
def test_no_json_at_all_breaks_the_reader(data):
    with suppress(WrongDefinition):
        assert read_definition(data).items


def test_what_klik_ships_can_be_read_and_says_by_what_right():
    kept = {each["key"]: each for each in shipped()}
    assert set(kept) == {LIFE_AREAS, LADDER}
    for each in kept.values():
        definition = read_definition(json.loads(json.dumps(each["definition"])))
        assert all(each["licence"][name] for name in ("owner", "terms", "attribution", "proof"))
        assert definition.higher_is_better
    ladder = read_definition(kept[LADDER]["definition"])
    assert (ladder.scale.low, ladder.scale.high, ladder.scale.is_all_words) == (1, 6, True)
