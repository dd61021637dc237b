"""What the shared look promises to every page: readable, light, and wired for people who listen instead of look."""

import gzip
import re
from datetime import date
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string

from programmes.context import MENU
from programmes.fields import FreeText
from programmes.forms import KlikForm

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "static/css/klik.css").read_text()
# What sets a page's size goes to the PDF renderer and never to a browser.
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if "@page" not in path.read_text() and path.name != "year_report.html"
)
ICONS = {path.stem for path in (ROOT / "templates/components/icons").glob("*.svg")}
AREAS = ("money", "housing", "body", "mind", "family", "friends", "work", "rhythm", "papers", "joy")


def tokens(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{\s*(--?[^}]+|color-scheme[^}]+)\}", CSS)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", light))
    return (
        found if scheme == "light" else {**found, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", dark))}
    )


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(each * 2 for each in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_readable_on_every_surface(scheme: str) -> None:
    colour = tokens(scheme)
    surfaces = ("paper", "card", "sunk", "accent-soft")
    text = [*product(("ink", "ink-2", "accent-text"), surfaces), ("accent-ink", "accent")]
    text += [(word, f"{word}-soft") for word in ("good", "warn", "bad")]
    text += [*product(("good", "warn", "bad"), ("paper", "card")), ("ink", "warn-soft")]
    edges = [*product(("edge", "accent", "focus"), surfaces)]
    too_faint = {(a, b) for a, b in text if contrast(colour[a], colour[b]) < 4.5}
    too_faint |= {(a, b) for a, b in edges if contrast(colour[a], colour[b]) < 3}
    assert not too_faint


def test_stylesheet_and_script_stay_light() -> None:
    assert len(gzip.compress(CSS.encode())) <= 20_000
    assert len(gzip.compress((ROOT / "static/js/klik.js").read_bytes())) <= 6_000


def test_the_look_turns_with_the_reading_direction() -> None:
    physical = r"[{;]\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:float|text-align): (?:left|right))\b"
    assert not re.findall(physical, CSS)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_no_template_needs_what_the_content_policy_forbids(path: Path) -> None:
    page = path.read_text()
    assert not re.findall(
        r"\sstyle=|<style|\son[a-z]+=[\x22\x27]|<script(?![^>]*\bsrc=)|javascript:|https?://(?!www\.w3\.org)",
        page,
    )


def test_every_icon_that_is_asked_for_exists() -> None:
    asked = {
        name
        for path in TEMPLATES
        for name in re.findall(r"components/icons/([a-z-]+)\.svg", path.read_text())
    }
    asked |= {icon for items in MENU.values() for _label, _view, icon in items} | {
        f"area-{area}" for area in AREAS
    }
    assert asked <= ICONS


class Elements(HTMLParser):
    """Every element with its attributes, and the ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str | None]:
        return [attrs["id"] for _tag, attrs in self.found if "id" in attrs]


class EveryKind(KlikForm):
    name = forms.CharField(label="Naam", help_text="Je voornaam is genoeg.")
    story = forms.CharField(label="Verhaal", widget=forms.Textarea)
    area = forms.ChoiceField(label="Buurt", choices=[("s", "Selwerd")])
    born = forms.DateField(label="Geboren", widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.ChoiceField(
        label="Voor wie?", widget=forms.RadioSelect, choices=[("me", "Mij"), ("you", "Jou")]
    )
    days = forms.MultipleChoiceField(
        label="Dagen", widget=forms.CheckboxSelectMultiple, choices=[("ma", "Maandag")]
    )
    agrees = forms.BooleanField(label="Jullie mogen bellen")
    extra = forms.CharField(label="Nog iets", required=False)


def test_each_error_is_said_at_its_field_and_links_to_it() -> None:
    form = EveryKind({"who": "nobody"})
    page = Elements(
        render_to_string("components/error_summary.html", {"form": form})
        + render_to_string("components/form.html", {"form": form})
    )
    ids = page.ids()
    links = [attrs["href"] for tag, attrs in page.found if tag == "a"]
    assert len(links) == len(form.errors) == 7
    assert all(str(link).removeprefix("#") in ids for link in links)
    described = [
        str(attrs["aria-describedby"]).split() for _tag, attrs in page.found if "aria-describedby" in attrs
    ]
    assert len(described) == 7
    assert all(each in ids for group in described for each in group)
    assert sum(attrs.get("aria-invalid") == "true" for _tag, attrs in page.found) >= 7
    assert len(ids) == len(set(ids))


def test_only_what_may_stay_empty_says_so() -> None:
    page = render_to_string("components/form.html", {"form": EveryKind()})
    assert page.count("mag je leeg laten") == 1
    assert page.index("Nog iets") < page.index("mag je leeg laten")
    assert 'role="alert"' not in render_to_string("components/error_summary.html", {"form": EveryKind()})


class Telling(KlikForm):
    name = forms.CharField()
    story = FreeText()
    more = FreeText(required=False)


class Agreeing(KlikForm):
    terms = FreeText(warns=False)


def test_free_text_about_people_is_warned_about_once_before_the_first() -> None:
    page = render_to_string("components/form.html", {"form": Telling()})
    assert page.count("Schrijf alleen op wat nodig is") == 1
    assert page.index('name="name"') < page.index("Schrijf alleen op") < page.index('name="story"')
    assert "Schrijf alleen op" not in render_to_string("components/form.html", {"form": Agreeing()})


NEED = SimpleNamespace(
    name="Mariam",
    sentence="koos",
    why="Joke heeft plek.",
    tag="",
    action_url="/x/",
    action_label="Uitnodigen",
    primary=True,
)
STEP = SimpleNamespace(label="Kiezen", state="now", note="")
GATE = SimpleNamespace(label="Training", state="now", note="", action_url="/x/", action_label="Gedaan")
ENTRY = SimpleNamespace(when=date(2026, 5, 12), title="Gebeld", text="", icon="phone")
CHOICE = SimpleNamespace(value="1", label="Eerste keus", icon="first")
FEWEST: dict[str, dict[str, Any]] = {
    "answers": {"name": "answer", "choices": [CHOICE]},
    "back": {"url": "/x/", "label": "Deelnemers"},
    "celebration": {"title": "Gelukt"},
    "empty_state": {"title": "Niemand", "why": "Er is nog niemand."},
    "free_text_warning": {},
    "gates": {"gates": [GATE], "csrf_token": "x"},
    "life_area": {"area": "money", "label": "Geld"},
    "need": {"need": NEED},
    "notice": {"level": "info", "text": "Dag"},
    "pagination": {"page": Paginator(range(90), 20).page(2), "query": QueryDict("q=a")},
    "person_card": {"id": "kaart", "name": "Joke", "intro": "Dag", "reasons": ["Jullie wonen in Selwerd"]},
    "person_row": {"name": "Joke", "url": "/x/"},
    "progress": {"id": "werk", "done": 1, "total": 3, "text": "1 van 3"},
    "read_aloud": {"target": "tekst"},
    "search_filter": {"form": EveryKind(), "url": "/x/"},
    "stat": {"value": 3, "label": "gestart"},
    "steps_line": {"steps": [STEP]},
    "tag": {"text": "nieuw"},
    "timeline": {"entries": [ENTRY]},
}


@pytest.mark.parametrize("name", sorted(FEWEST))
def test_a_component_needs_no_more_than_it_says(name: str) -> None:
    """A variable without a value raises in this suite (config.settings.test)."""
    assert "<" in render_to_string(f"components/{name}.html", FEWEST[name])


@pytest.mark.parametrize("name", ["500", "offline"])
def test_the_last_resort_pages_need_nothing(name: str) -> None:
    assert "<h1>" in render_to_string(f"{name}.html")


def test_names_keep_their_own_reading_direction() -> None:
    for name, arguments in (("person_row", {"name": "محمد", "url": "/x/"}), ("need", {"need": NEED})):
        assert "<bdi>" in render_to_string(f"components/{name}.html", arguments)


def test_the_three_answers_weigh_the_same() -> None:
    choices = [
        SimpleNamespace(value=str(n), label=label, icon="first")
        for n, label in enumerate(("Ja", "Ook", "Nee"))
    ]
    buttons = [
        a
        for t, a in Elements(
            render_to_string("components/answers.html", {"name": "a", "choices": choices})
        ).found
        if t == "button"
    ]
    assert len(buttons) == 3
    assert len({(attrs["class"], attrs["type"]) for attrs in buttons}) == 1
    assert not re.search(r"\.answer[^{]*:nth|\.answer:(first|last)", CSS)
