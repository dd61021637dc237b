"""Who may be shown and why: never a full or excluded buddy, the same list every time, and every reason true."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from buddies.models import Gender, Theme
from matching import sentences
from matching.fit import (
    ATTENTION,
    HEARD_AS,
    About,
    Helper,
    Kind,
    Reason,
    Seeker,
    Weights,
    Wish,
    how_well,
    is_eligible,
    reasons,
    shortlist,
    themes_heard,
)
from programmes.models import DayPart, Interest, Language

hoods = st.sampled_from(["", "Selwerd", "Paddepoel", "Vinkhuizen"])
some = lambda values: st.lists(st.sampled_from(list(values)), unique=True, max_size=4).map(tuple)  # noqa: E731
wishes = st.lists(
    st.one_of(
        st.builds(Wish, st.just(About.GENDER), st.sampled_from(["woman", "man"]), st.booleans()),
        st.builds(Wish, st.just(About.LANGUAGE), st.sampled_from(Language.values), st.booleans()),
        st.builds(Wish, st.just(About.THEME), st.sampled_from(Theme.values), st.booleans()),
        st.builds(Wish, st.just(About.NEAR), st.just(""), st.booleans()),
    ),
    max_size=3,
    unique_by=lambda wish: wish.about,
).map(tuple)
said = st.lists(
    st.sampled_from([stem for stems in HEARD_AS.values() for stem in stems] + ["Ik", "wil"]), max_size=5
)
seekers = st.builds(
    Seeker,
    languages=some(Language.values),
    neighbourhood=hoods,
    available=some(DayPart.values),
    said=said.map(" ".join),
    interests=some(Interest.values),
    near=st.frozensets(st.sampled_from(["Paddepoel", "Vinkhuizen"])),
    wishes=wishes,
)
helpers = st.builds(
    Helper,
    id=st.integers(1, 30),
    languages=some(Language.values),
    neighbourhood=hoods,
    available=some(DayPart.values),
    themes=some(Theme.values),
    interests=some(Interest.values),
    gender=st.sampled_from(["", *Gender.values]),
    places_free=st.integers(-1, 3),
    is_deployable=st.booleans(),
)
crowds = st.lists(helpers, max_size=8, unique_by=lambda helper: helper.id)


@given(seekers, crowds, st.sets(st.integers(1, 30), max_size=5))
def test_nobody_full_excluded_unready_or_against_a_hard_wish_is_ever_shown_and_everybody_else_is(
    seeker, crowd, excluded
):
    shown = {each.helper.id for each in shortlist(seeker, crowd, excluded)}
    for helper in crowd:
        may = helper.places_free > 0 and helper.is_deployable and helper.id not in excluded
        may = may and all(comes_true(wish, seeker, helper) for wish in seeker.wishes if wish.is_hard)
        assert (helper.id in shown) == may == is_eligible(seeker, helper, excluded)


def comes_true(wish: Wish, seeker: Seeker, helper: Helper) -> bool:
    """Said again in other words, so that the product is not measured by itself."""
    return {
        About.GENDER: wish.what == helper.gender != "",
        About.LANGUAGE: wish.what in set(helper.languages),
        About.THEME: wish.what in set(helper.themes),
        About.NEAR: bool({helper.neighbourhood} & {seeker.neighbourhood, *seeker.near} - {""}),
    }[wish.about]


@given(seekers, crowds, st.randoms())
def test_the_same_people_in_any_order_give_the_same_list(seeker, crowd, dice: random.Random):
    shuffled = list(crowd)
    dice.shuffle(shuffled)
    assert shortlist(seeker, crowd) == shortlist(seeker, shuffled)


@given(seekers, st.lists(helpers, max_size=20, unique_by=lambda helper: helper.id))
def test_many_are_weighed_together_as_each_would_be_alone(seeker, crowd):
    """Who is alike is weighed once; nobody's place may come from somebody they are not alike with."""
    fit = how_well(seeker, Weights())
    assert [fit(helper) for helper in crowd] == [Weights().of(reasons(seeker, helper)) for helper in crowd]


@given(seekers, helpers)
def test_every_reason_is_true(seeker, helper):
    for reason in reasons(seeker, helper):
        what = set(reason.what)
        is_true = {
            Kind.LANGUAGE: what == set(seeker.languages) & set(helper.languages),
            Kind.NEIGHBOURHOOD: what == {seeker.neighbourhood} == {helper.neighbourhood},
            Kind.NEAR: helper.neighbourhood in seeker.near and helper.neighbourhood != seeker.neighbourhood,
            Kind.FAR: bool(seeker.near and helper.neighbourhood and seeker.neighbourhood)
            and helper.neighbourhood not in {seeker.neighbourhood, *seeker.near},
            Kind.INTEREST: bool(what) and what <= set(seeker.interests) & set(helper.interests),
            Kind.WISH: wish_of(reason, seeker, helper) is True,
            Kind.NO_WISH: wish_of(reason, seeker, helper) is False,
            Kind.TIME: bool(what) and what <= set(seeker.available) & set(helper.available),
            Kind.THEME: bool(what) and what <= set(helper.themes),
            Kind.NO_LANGUAGE: bool(seeker.languages and helper.languages)
            and not set(seeker.languages) & set(helper.languages),
            Kind.NO_TIME: bool(seeker.available and helper.available)
            and not set(seeker.available) & set(helper.available),
        }[reason.kind]
        assert is_true, reason


def wish_of(reason: Reason, seeker: Seeker, helper: Helper) -> bool | None:
    """Whether the wish a reason is about comes true; None when it is about none."""
    about = [wish for wish in seeker.wishes if (wish.about, wish.what) == reason.what]
    return comes_true(about[0], seeker, helper) if about else None


@given(seekers, helpers)
def test_what_two_people_miss_is_never_said_to_them(seeker, helper):
    found = reasons(seeker, helper)
    told = sentences.to_you(found, name="Joke")
    both = sentences.to_coordinator(found, name="Joke", participant="Mariam")
    assert len(told) == len(both) <= len([reason for reason in found if reason.kind not in ATTENTION])
    assert len(sentences.attention(found)) == len([reason for reason in found if reason.kind in ATTENTION])
    assert not any(words in sentence for sentence in told for words in ("We kennen geen", "niet", "Liefst"))
    assert all(
        sentence.strip() and "%" not in sentence and "None" not in sentence for sentence in told + both
    )
    assert len(set(told)) == len(told)


def speaks_more_of(seeker: Seeker, helper: Helper, twin: Helper) -> bool:
    """Whether only the twin speaks a language the seeker is at home in, besides Dutch."""
    at_home = set(seeker.languages) - {"nl"}
    return bool(at_home & set(twin.languages)) and not at_home & set(helper.languages)


@given(seekers, helpers)
def test_sharing_more_never_puts_somebody_lower(seeker, helper):
    """A twin who speaks the seeker's languages, lives next door and has time comes no later."""
    seeker = replace(seeker, wishes=())
    wanted = helper._replace(id=99, places_free=1, is_deployable=True)
    twin = wanted._replace(
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


def test_a_wish_a_shared_interest_and_a_neighbourhood_nearby_each_say_so():
    seeker = Seeker(
        languages=("ar", "nl"),
        neighbourhood="Selwerd",
        interests=("cooking", "walking"),
        near=frozenset({"Paddepoel"}),
        wishes=(Wish(About.GENDER, "woman", is_hard=True), Wish(About.LANGUAGE, "ar")),
    )
    joke = Helper(
        1,
        languages=("ar", "nl"),
        neighbourhood="Paddepoel",
        themes=("cooking",),
        interests=("walking", "cooking"),
        gender="woman",
    )
    found = reasons(seeker, joke)
    assert sentences.to_you(found, name="Joke") == [
        "Joke is een vrouw. Dat was jouw wens",
        "Joke spreekt Arabisch. Dat was jouw wens",
        "Jullie spreken allebei Nederlands",
        "Jullie houden allebei van koken en wandelen",
        "Jullie wonen dicht bij elkaar: in Paddepoel en Selwerd",
    ]
    about_both = sentences.to_coordinator(found, name="Joke", participant="Mariam")
    assert about_both[0] == "Joke is een vrouw: een wens van Mariam"
    far = joke._replace(neighbourhood="Vinkhuizen", gender="", languages=("nl",))
    assert sentences.attention(reasons(seeker, far)) == [
        "Liefst een vrouw: dat is hier niet zo, of we weten het niet",
        "Liefst iemand die Arabisch spreekt: dat is hier niet zo, of we weten het niet",
        "Zij wonen niet dicht bij elkaar: Vinkhuizen en Selwerd",
    ]


def test_what_counts_decides_who_comes_first():
    seeker = Seeker(interests=("music",), wishes=(Wish(About.GENDER, "woman"),))
    musician, woman = Helper(1, interests=("music",), gender="man"), Helper(2, gender="woman")
    first = lambda **counts: shortlist(seeker, [musician, woman], weights=Weights(**counts))[0].helper  # noqa: E731
    assert first(wish=5, interest=1) == woman
    assert first(wish=0, interest=1) == musician
