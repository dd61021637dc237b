"""Making questions on screen: what is typed becomes the definition, frozen once it was asked, with every wrong thing said."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from goals import actions
from goals.building import BuildForm
from goals.instruments import read_definition
from goals.models import Answer, Instrument, LifeArea, Moment
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.goals.test_pages import YEAR
from tests.goals.test_talks import today

MAKE = f"{YEAR}vragen/maken/"
SENT = {
    "name": "Rust in huis",
    "rows": "3",
    "low": "0",
    "high": "4",
    "steps": "0: nooit\r\n4: altijd",
    "direction": "higher",
    "scoring": "sum",
    "minimum_answered": "1",
    "bands": "0 tot en met 3: het kan rustiger\n4 t/m 8: rustig",
    "administered_by": ["participant", "buddy", "coordinator"],
    "moments": ["start", "end"],
    "words-0": "Slaap je goed?",
    "area-0": "body",
    "subscale-0": "nacht",
    "words-2": "Is het druk in je hoofd?",
    "reverse-2": "on",
    "subscale-2": "hoofd",
    "help-2": "Denk aan de avond.",
}


@pytest.fixture
def desk(west, sign_in):
    return sign_in(west.coordinator)


def test_an_instrument_is_made_on_screen(west, desk):
    assert desk.get(MAKE).status_code == 200
    answer = desk.post(MAKE, SENT)
    with scope(west.programme):
        made = Instrument.objects.get(name="Rust in huis")
    assert answer.url.endswith(f"/vragen/{made.pk}/")
    asks = made.asks
    assert (made.key, made.version, made.active_since) == ("rust-in-huis", 1, None)
    assert [(item.words["nl"], item.reverse, item.area, item.subscale) for item in asks.items] == [
        ("Slaap je goed?", False, "body", "nacht"),
        ("Is het druk in je hoofd?", True, "", "hoofd"),
    ]
    assert asks.scale.words == {0: {"nl": "nooit"}, 4: {"nl": "altijd"}}
    assert [(band.low, band.high, band.words["nl"]) for band in asks.bands][1] == (4, 8, "rustig")
    assert (asks.scoring, asks.minimum_answered, asks.moments) == ("sum", 1, ("start", "end"))
    page = desk.get(answer.url).content.decode()
    assert "Slaap je goed?" in page
    assert "(andersom)" in page


def test_asking_for_room_keeps_what_was_typed_and_judges_nothing(west, desk):
    answer = desk.post(MAKE, {**SENT, "high": "", "more": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Slaap je goed?" in page
    assert 'name="words-5"' in page
    assert "Er klopt" not in page
    with scope(west.programme):
        assert not Instrument.objects.filter(name="Rust in huis").exists()


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"name": ""}, "name", "nog leeg"),
        ({"high": "0"}, "high", "Hier hoort een heel getal van 1"),
        ({"high": "veel"}, "high", "Vul een getal in"),
        ({"steps": "nooit"}, "steps", "begrijpen we niet"),
        ({"steps": "9: buiten"}, "steps", "staat niet op de schaal"),
        ({"words-0": "", "words-2": ""}, "words-0", "Er moeten 1 tot en met 60 vragen zijn"),
        ({"words-0": "x" * 501}, "words-0", "te lang"),
        ({"bands": "0-5: laag\n4-8: hoog"}, "bands", "mogen elkaar niet overlappen"),
        ({"bands": "veel"}, "bands", "begrijpen we niet"),
        ({"bands": "1..2 - 3: veel"}, "bands", "Hier hoort een getal"),
        ({"minimum_answered": "9"}, "minimum_answered", "van 1 tot en met 2"),
        ({"subscale_minimum": "weg: 1"}, "subscale_minimum", "is er niet"),
        ({"moments": []}, "moments", "Kies er een"),
        ({"scoring": "median"}, "scoring", "Deze keuze is er niet"),
        ({"area-0": "luck"}, "area-0", "Deze keuze is er niet"),
        ({"words-0": "BSN 111222333"}, "words-0", "BSN"),
    ],
)
def test_what_cannot_be_asked_is_said_next_to_its_field(west, desk, changed, field, words):
    answer = desk.post(MAKE, {**SENT, **changed})
    assert answer.status_code == 422
    assert any(words in error for error in answer.context["form"].errors[field])
    assert "Denk aan de avond." in answer.content.decode()
    with scope(west.programme):
        assert not Instrument.objects.filter(name="Rust in huis").exists()


def test_what_nobody_was_asked_yet_changes_in_place_and_what_was_asked_becomes_a_version(west, desk):
    desk.post(MAKE, SENT)
    with scope(west.programme):
        made = Instrument.objects.get(name="Rust in huis")
    change = f"{YEAR}vragen/{made.pk}/veranderen/"
    assert "wordt een nieuwe versie" not in desk.get(change).content.decode()
    desk.post(change, {**SENT, "words-0": "Slaap je diep?"})
    with scope(west.programme):
        made.refresh_from_db()
        assert (made.version, made.definition["items"][0]["words"]) == (1, "Slaap je diep?")
        licence = {"owner": "Wij", "terms": "Alles mag.", "proof": "Zelf gemaakt."}
        actions.license_instrument(instrument=made, by=west.coordinator, **licence)
        actions.activate_instrument(instrument=made, by=west.coordinator)
        review = make.ReviewFactory(plan=west.plan, match=west.match, by=west.coordinator)
        assert review.answers.filter(instrument=made).count() == 2
    assert "wordt een nieuwe versie" in desk.get(change).content.decode()
    desk.post(change, {**SENT, "words-0": "Slaap je lekker?"})
    with scope(west.programme):
        assert Instrument.objects.get(pk=made.pk).definition["items"][0]["words"] == "Slaap je diep?"
        second = Instrument.objects.get(key="rust-in-huis", version=2)
        assert (second.is_active, second.licence_owner) == (False, "Wij")
        assert Answer.objects.filter(instrument=second).count() == 0


def test_another_language_is_written_down_beside_it_and_read_by_who_speaks_it(west, desk, sign_in):
    desk.post(MAKE, {**SENT, "scoring": "none", "bands": "", "minimum_answered": ""})
    with scope(west.programme):
        made = Instrument.objects.get(name="Rust in huis")
    page = f"{YEAR}vragen/{made.pk}/taal/ar/"
    assert "In het Arabisch" in desk.get(page).content.decode()
    key = made.asks.items[0].key
    assert desk.post(page, {f"item-{key}": "هل تنام جيدا؟", "step-0": "أبدا"}).status_code == 302
    assert desk.get(f"{YEAR}vragen/{made.pk}/taal/xx/").status_code == 404
    change = f"{YEAR}vragen/{made.pk}/veranderen/"
    keys = {f"key-{row}": item.key for row, item in enumerate(made.asks.items)}
    sent = {**SENT, **keys, "scoring": "none", "bands": "", "minimum_answered": ""}
    sent |= {"words-1": "Is het stil?", "key-1": "", "words-2": "", "steps": "0: zelden"}
    desk.post(change, sent)
    with scope(west.programme):
        made = Instrument.objects.get(pk=made.pk)
        first, second = made.asks.items
        assert first.words["ar"] == "هل تنام جيدا؟"
        assert "ar" not in second.words
        assert made.asks.scale.words[0] == {"nl": "zelden"}
        licence = {
            "owner": "Wij",
            "terms": "Alles mag.",
            "proof": "Zelf gemaakt.",
            "attribution": "Rust, 2026",
        }
        actions.license_instrument(instrument=made, by=west.coordinator, **licence)
        actions.activate_instrument(instrument=made, by=west.coordinator)
        review = make.ReviewFactory(plan=west.plan, match=west.match, by=west.coordinator)
        place = review.answers.get(instrument=made, item=first.key).position
        person = west.participant.person
        asked = f"{YEAR}gesprek/{review.pk}/vraag/{place}/"
    participant = sign_in(west[Role.PARTICIPANT])
    assert "هل تنام" not in participant.get(asked).content.decode()
    with scope(west.programme):
        person.languages = ["nl", "ar"]
        person.save()
    read = participant.get(asked).content.decode()
    assert '<div class="stack snug" lang="ar" dir="auto">' in read
    assert "هل تنام" in read
    assert "Bron: Rust, 2026" in read


def test_an_outcome_is_told_in_its_own_words_beside_the_one_of_before(west, sign_in, desk):
    desk.post(MAKE, {**SENT, "moments": ["start", "midpoint", "extra"]})
    with scope(west.programme):
        made = Instrument.objects.get(name="Rust in huis")
        licence = {"owner": "Wij", "terms": "Alles mag.", "proof": "Zelf gemaakt."}
        actions.license_instrument(instrument=made, by=west.coordinator, **licence)
        actions.activate_instrument(instrument=made, by=west.coordinator)
        for moment, value in ((Moment.START, 1), (Moment.EXTRA, 4)):
            review = actions.hold_review(
                match=west.match,
                moment=moment,
                held_on=today(),
                by=west.coordinator,
                marks={LifeArea.MONEY: 5},
                others={made.key: {made.asks.items[0].key: value, made.asks.items[1].key: 4 - value}},
            )
    page = sign_in(west[Role.BUDDY]).get(f"{YEAR}gesprek/{review.pk}/").content.decode()
    assert "Rust in huis" in page
    assert "rustig" in page
    assert "Eerst 2, nu 8. Gaat iets beter." in page
    assert "Slaap je goed?" not in page


def test_an_instrument_of_another_programme_is_not_there(west, zuid, desk):
    with scope(zuid.programme):
        theirs = make.InstrumentFactory()
    for page in ("veranderen/", "taal/ar/"):
        assert desk.get(f"{YEAR}vragen/{theirs.pk}/{page}").status_code == 404


def test_a_life_area_of_its_makers_is_still_there_after_a_change_on_screen(west, desk):
    with scope(west.programme):
        definition = {
            "scale": {"low": 0, "high": 4},
            "items": [{"key": "one", "words": "Wie zie je?", "area": "Sociale kring"}],
        }
        brought = actions.import_instrument(
            data={"key": "kring", "name": "Kring", "definition": definition}, by=west.coordinator
        )
    change = f"{YEAR}vragen/{brought.pk}/veranderen/"
    page = desk.get(change).content.decode()
    assert '<option value="Sociale kring" selected>Sociale kring</option>' in page
    form = desk.get(change).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in shown.items() if value is not None and value is not False}
    assert desk.post(change, {**sent, "words-0": "Wie spreek je?"}).status_code == 302
    with scope(west.programme):
        (item,) = Instrument.objects.get(key="kring").asks.items
        assert (item.words["nl"], item.area) == ("Wie spreek je?", "Sociale kring")


words = st.text("abcdéü09", min_size=1, max_size=12)


@st.composite
def made_elsewhere(draw):
    low, number = draw(st.integers(-3, 3)), draw(st.integers(1, 5))
    high = low + draw(st.integers(1, 6))
    parts = st.sampled_from(["", "nacht", "dag"])
    return {
        "scale": {"low": low, "high": high, "words": {str(low): {"nl": draw(words), "en": draw(words)}}},
        "items": [
            {
                "key": f"q{place}",
                "words": {"nl": draw(words), "ar": draw(words)},
                "help": draw(words),
                "area": draw(st.sampled_from(["", "money", "joy", "Sociale kring"])),
                "reverse": draw(st.booleans()),
                "subscale": draw(parts),
            }
            for place in range(number)
        ],
        "scoring": draw(st.sampled_from(["none", "sum", "mean"])),
        "higher_is_better": draw(st.booleans()),
        "minimum_answered": draw(st.integers(1, number)),
        "factor": draw(st.sampled_from([1, 4, 0.5])),
        "bands": [{"low": 0, "high": 1.5, "words": draw(words)}],
        "moments": draw(st.lists(st.sampled_from(["start", "end", "extra"]), min_size=1, unique=True)),
        "is_sensitive": draw(st.booleans()),
    }


@given(made_elsewhere())
def test_what_was_brought_along_passes_through_the_form_unchanged(data):
    form = BuildForm(base=data, initial={"name": "Vragen"})
    sent = {"rows": str(form.shown_rows), "name": "Vragen"}
    query = QueryDict(mutable=True)
    query.update(sent)
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list):
            query.setlist(name, value)
        elif name != "rows" and value is not None and value is not False:
            query[name] = str(value)
    again = BuildForm(query, base=data)
    assert again.is_valid(), again.errors
    assert read_definition(again.cleaned_data["definition"]) == read_definition(data)
