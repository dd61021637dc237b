"""Who may be shown and why: never a full or excluded buddy, the same list every time, and every reason true."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from buddies.models import Theme
from matching import sentences
from matching.fit import (
    ATTENTION,
    HEARD_AS,
    Helper,
    Kind,
    Seeker,
    is_eligible,
    reasons,
    shortlist,
    themes_heard,
)
from programmes.models import DayPart, Language

some = lambda values: st.lists(st.sampled_from(list(values)), unique=True, max_size=4).map(tuple)  # noqa: E731
places = st.sampled_from(["", "Selwerd", "Paddepoel"])
said = st.lists(
    st.sampled_from([stem for stems in HEARD_AS.values() for stem in stems] + ["Ik", "wil"]), max_size=5
)
seekers = st.builds(
    Seeker,
    languages=some(Language.values),
    neighbourhood=places,
    available=some(DayPart.values),
    said=said.map(" ".join),
)
helpers = st.builds(
    Helper,
    id=st.integers(1, 30),
    languages=some(Language.values),
    neighbourhood=places,
    available=some(DayPart.values),
    themes=some(Theme.values),
    places_free=st.integers(-1, 3),
    is_deployable=st.booleans(),
)
crowds = st.lists(helpers, max_size=8, unique_by=lambda helper: helper.id)


@given(seekers, crowds, st.sets(st.integers(1, 30), max_size=5))
def test_nobody_full_excluded_or_unready_is_ever_shown_and_everybody_else_is(seeker, crowd, excluded):
    shown = {each.helper.id for each in shortlist(seeker, crowd, excluded)}
    for helper in crowd:
        may = helper.places_free > 0 and helper.is_deployable and helper.id not in excluded
        assert (helper.id in shown) == may == is_eligible(helper, excluded)


@given(seekers, crowds, st.randoms())
def test_the_same_people_in_any_order_give_the_same_list(seeker, crowd, dice: random.Random):
    shuffled = list(crowd)
    dice.shuffle(shuffled)
    assert shortlist(seeker, crowd) == shortlist(seeker, shuffled)


@given(seekers, helpers)
def test_every_reason_is_true(seeker, helper):
    for reason in reasons(seeker, helper):
        what = set(reason.what)
        is_true = {
            Kind.LANGUAGE: what == set(seeker.languages) & set(helper.languages),
            Kind.NEIGHBOURHOOD: what == {seeker.neighbourhood} == {helper.neighbourhood},
            Kind.TIME: bool(what) and what <= set(seeker.available) & set(helper.available),
            Kind.THEME: bool(what) and what <= set(helper.themes),
            Kind.NO_LANGUAGE: bool(seeker.languages and helper.languages)
            and not set(seeker.languages) & set(helper.languages),
            Kind.NO_TIME: bool(seeker.available and helper.available)
            and not set(seeker.available) & set(helper.available),
        }[reason.kind]
        assert is_true, reason


@given(seekers, helpers)
def test_what_two_people_miss_is_never_said_to_them(seeker, helper):
    found = reasons(seeker, helper)
    told = sentences.to_you(found, name="Joke")
    assert len(told) == len([reason for reason in found if reason.kind not in ATTENTION])
    assert not any("We kennen geen" in sentence for sentence in told)
    assert all(sentence.strip() and "%" not in sentence and "None" not in sentence for sentence in told)


def speaks_more_of(seeker: Seeker, helper: Helper, twin: Helper) -> bool:
    """Whether only the twin speaks a language the seeker is at home in, besides Dutch."""
    at_home = set(seeker.languages) - {"nl"}
    return bool(at_home & set(twin.languages)) and not at_home & set(helper.languages)


@given(seekers, helpers)
def test_sharing_more_never_puts_somebody_lower(seeker, helper):
    """A twin who speaks the seeker's languages, lives next door and has time comes no later."""
    wanted = replace(helper, id=99, places_free=1, is_deployable=True)
    twin = replace(
        wanted,
        id=100,
        languages=(*wanted.languages, *seeker.languages),
        neighbourhood=seeker.neighbourhood or wanted.neighbourhood,
        available=(*wanted.available, *seeker.available),
    )
    order = [each.helper.id for each in shortlist(seeker, [wanted, twin])]
    before, after = ({reason.kind for reason in reasons(seeker, each)} for each in (wanted, twin))
    assert order == ([99, 100] if before == after and not speaks_more_of(seeker, wanted, twin) else [100, 99])


def test_a_shared_mother_tongue_comes_before_the_language_of_the_country():
    seeker, helper = Seeker(languages=("nl", "ar")), Helper(1, languages=("ar", "nl"))
    assert sentences.to_you(reasons(seeker, helper), name="Joke") == [
        "Jullie spreken allebei Arabisch en Nederlands"
    ]


def test_the_sentences_address_the_participant_and_tell_the_coordinator_about_both():
    seeker = Seeker(
        languages=("ar",), neighbourhood="Selwerd", available=("tue-pm", "weekend"), said="Er is nooit geld"
    )
    joke = Helper(
        1,
        languages=("ar", "nl"),
        neighbourhood="Selwerd",
        available=("weekend", "tue-pm"),
        themes=("cooking", "debt"),
    )
    found = reasons(seeker, joke)
    assert sentences.to_you(found, name="Joke") == [
        "Jullie spreken allebei Arabisch",
        "Joke weet hoe het is om met weinig geld rond te komen",
        "Joke woont ook in Selwerd",
        "Joke kan op dinsdagmiddag en in het weekend, net als jij",
    ]
    about_both = sentences.to_coordinator(found, name="Joke", participant="Mariam")
    assert about_both[0] == "Joke spreekt Arabisch, net als Mariam"
    assert about_both[3] == "Joke kan op dinsdagmiddag en in het weekend, net als Mariam"


def test_every_theme_has_its_sentence_and_its_words():
    assert set(HEARD_AS) == set(Theme.values) == set(sentences.OF_THEME)
    assert themes_heard("Ik ben vaak ALLEEN en er komt veel post") == {"lonely", "papers"}
