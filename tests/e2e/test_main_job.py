"""The main job, walked once in every programme in a real browser: from sign-up to the funder's PDF.

A resident chooses among buddies, both feel a klik, a year begins, and the report of it reaches the funder. Every
page on the way is looked at: axe, nothing wider than the screen, no word from the console, nothing fetched elsewhere.
"""

import io
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from demo.facts import ProgrammeFacts
from demo.people import email_of
from demo.programmes import all_facts
from demo.setting import make_stage, set_the_stage
from matching.models import Match
from programmes.models import Gate, Role
from programmes.scope import scope
from tests import factories as make
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
FACTS = {facts.slug: facts for facts in all_facts(timezone.localdate())}


@dataclass
class Stage:
    """The programme as it stands before anyone comes, and whoever works there, each in a browser of their own."""

    slug: str
    facts: ProgrammeFacts
    gates: int
    desk: Visitor
    phone: int

    def to(self, path: str) -> str:
        return f"/{self.slug}/{path}"


def email_of_staff(facts: ProgrammeFacts, role: Role) -> str:
    return next(email_of(each.name, facts.slug) for each in facts.staff if each.role == role)


def sign_up_as_participant(stage: Stage, visit) -> None:
    """A resident at the public page; or a referrer or someone else, where the programme has no such door."""
    resident = visit(width=stage.phone)
    resident.goto(f"/{stage.slug}/").sees(stage.facts.name)
    doors = {door.value for door in stage.facts.doors}
    path = "deelnemers/aanmelden/" if "self" in doors else "deelnemers/aanmelden/gezin/"
    resident.goto(stage.to(path)).press("Verstuur")
    assert resident.page.title().startswith("Fout:")
    expect(resident.page.locator("#fouten")).to_be_focused()
    resident.fill(name="Nadia Proefkonijn", email="nadia@example.org", hoped_for="Weer <b>lachen</b> 😀")
    resident.pick(agrees="on").press("Verstuur").sees("hoor je van ons")


def sign_up_as_volunteer(stage: Stage, visit) -> None:
    volunteer = visit(width=stage.phone)
    volunteer.goto(stage.to("vrijwilligers/aanmelden/"))
    volunteer.fill(name="Otto van der Proef", email="otto@example.org").pick(languages="nl", agrees="on")
    if volunteer.page.locator("[name=tasks]").count() > 1:
        volunteer.pick(tasks="buddy")
    volunteer.press("Verstuur").sees("hoor je van ons")


def welcome(stage: Stage) -> str:
    """The coordinator holds the first conversation. Returns the address of the person's page."""
    desk = stage.desk
    desk.goto(stage.to("deelnemers/")).sees("Nadia Proefkonijn")
    desk.press("Bekijk").sees("Nadia Proefkonijn", "Weer <b>lachen</b> 😀")
    person = desk.page.url
    desk.press("Eerste gesprek invullen")
    desk.fill(held_on=timezone.localdate().isoformat(), gives_rest="Wandelen").pick(languages="nl")
    desk.press("is welkom").sees("Nadia")
    desk.goto(person).press("Laat Nadia inloggen").sees("nadia@example.org")
    return person


def make_deployable(stage: Stage) -> None:
    """Gate by gate, in the programme's order; before the last one nobody can be shown this volunteer."""
    desk = stage.desk
    desk.goto(stage.to("vrijwilligers/?status=alle")).press("Otto")
    page = desk.page.url
    for _gate in range(stage.gates):
        desk.sees_nothing_of("inzetbaar")
        desk.fill(done_on=timezone.localdate().isoformat()).press("Afvinken")
    desk.goto(page).sees("inzetbaar").press("Laat").sees("@example.org")
    desk.press("Kaart invullen").fill(introduction="Ik ben Otto en ik wandel graag.").press("Opslaan")


def lay_out_cards(stage: Stage, person: str) -> str:
    """Two buddies, with reasons in plain words. Returns the address of the choice."""
    desk = stage.desk
    desk.goto(person).press("Kies passende").sees("Otto", "Saar")
    for box in desk.page.locator("[name=buddies]").all():
        desk.tick(box)
    desk.press("Bekijk zoals Nadia ze ziet").press("Leg")
    return desk.page.url


def choose(stage: Stage, visit) -> Visitor:
    """The participant orders them on a phone."""
    nadia = visit(width=stage.phone)
    nadia.sign_in("nadia@example.org").goto(stage.to("matching/keuze/"))
    for _card in range(2):
        first = "Otto" in nadia.page.locator("h1").first.inner_text()
        nadia.sees("Ik wil eerst praten").press("Eerste keus" if first else "Ook goed")
    nadia.sees("Klopt dit?").press("Ja, dit is mijn keuze").sees("Wij vragen eerst of Otto tijd heeft")
    return nadia


def meet(stage: Stage, buddy: Visitor, choice: str) -> None:
    """Invited, willing, planned and held."""
    desk = stage.desk
    desk.goto(stage.to("matching/")).sees("Nadia Proefkonijn")
    desk.goto(choice).press("Vraag Otto")
    buddy.goto(stage.to("logboek/mensen/")).press("Lees en antwoord").press("Ja, ik wil kennismaken")
    desk.goto(choice).press("Naar de kennismaking")
    tomorrow = timezone.localdate() + timedelta(days=1)
    desk.fill(**{"plan-day": tomorrow.isoformat(), "plan-time": "14:00", "plan-place": "De bibliotheek"})
    desk.press("Zet de afspraak neer").sees("14.00")
    desk.fill(**{"held-on": timezone.localdate().isoformat()}).press("Zij zagen elkaar").sees("Klikte het?")


def both_say_yes(stage: Stage, nadia: Visitor, buddy: Visitor) -> Match:
    """In private: after the first yes there is no match, and the other one sees nothing of it."""
    nadia.goto(stage.to("matching/keuze/")).press("Geef je antwoord").pick(answer="yes")
    nadia.press("Dit is mijn antwoord").sees("Dank je wel")
    with scope(stage.programme_id):
        assert not Match.objects.exists()
    stage.desk.page.reload()
    stage.desk.sees("heeft geantwoord").sees_nothing_of("Alleen voor jou")
    buddy.goto(stage.to("logboek/mensen/")).press("Geef je antwoord").pick(answer="yes")
    buddy.press("Dit is mijn antwoord").sees("Jullie hebben een klik!")
    nadia.goto(stage.to("matching/keuze/")).sees("Jullie hebben een klik!")
    with scope(stage.programme_id):
        return Match.objects.get()


def log_a_contact(stage: Stage, buddy: Visitor) -> None:
    """At most four taps from opening to saved, and Opslaan in sight without scrolling."""
    buddy.goto(stage.to("logboek/"))
    save = buddy.page.get_by_role("button", name="Opslaan")
    box = save.bounding_box()
    assert box
    assert box["y"] + box["height"] <= buddy.page.viewport_size["height"]
    taps = 0
    for name in ("mood", "way", "length"):
        if not buddy.page.locator(f"[name={name}]:checked").count():
            buddy.tick(buddy.page.locator(f"[name={name}]").nth(1))
            taps += 1
    save.click()
    assert taps + 1 <= 4
    buddy.sees("Verstuurd").look()


def begin_the_year(stage: Stage, nadia: Visitor, buddy: Visitor, match: Match) -> None:
    """Wish, goal, step, success; then the start review. Midpoint and end are seen coming."""
    nadia.goto(stage.to("jaar/")).press("Opschrijven").fill(wish="Weer onder de mensen").press("Opslaan")
    nadia.press("Doel erbij").pick(area="friends").fill(words="Elke week iemand spreken").press("Opslaan")
    nadia.sees("Elke week iemand spreken", "Halverwege", "Aan het eind")
    buddy.goto(stage.to(f"jaar/{match.participant_id}/")).press("Stap erbij")
    buddy.fill(words="Samen naar het buurthuis").pick(who="together").press("Opslaan")
    buddy.press("Gedaan").sees("Samen naar het buurthuis")
    buddy.goto(stage.to(f"jaar/{match.participant_id}/vieren/")).fill(words="We zijn geweest!").press(
        "Vier het"
    )
    nadia.goto(stage.to("jaar/")).sees("We zijn geweest!")
    buddy.goto(stage.to(f"jaar/{match.participant_id}/gesprek/start/papier/"))
    buddy.fill(held_on=timezone.localdate().isoformat(), how="Het gaat de goede kant op")
    marks = {"leefgebieden-cijfers.money": "4", "leefgebieden-cijfers.friends": "6"}
    buddy.pick(**marks).press("Opslaan").sees("Het gaat de goede kant op")


def hold_an_intervision(stage: Stage) -> None:
    desk = stage.desk
    desk.goto(stage.to("activiteiten/")).press("Plannen").press("Intervisie")
    desk.fill(day=timezone.localdate().isoformat(), starts="00:01", ends="00:02")
    place = desk.page.locator("[name=location]")
    if place.first.evaluate("element => element.tagName") == "SELECT":
        place.select_option(index=1)
    else:
        desk.tick(place.first)
    for person in desk.page.locator("[name=active]").all():
        desk.tick(person)
    desk.press("In de agenda zetten")
    desk.tick(desk.page.locator("[value=present]").first)
    desk.press("Opslaan").press("Leerpunten opschrijven").pick(method="open")
    desk.fill(learning_points="Rustig aan is ook vooruit").press("Opslaan").sees("Rustig aan is ook vooruit")


def make_the_report(stage: Stage, visit) -> bytes:
    """Built by a real worker while the page is left and the button pressed again; then frozen, and read by the funder."""
    desk = stage.desk
    desk.goto(stage.to("verslagen/")).press("Jaarverslag maken").press("Jaarverslag maken")
    report = desk.page.url
    desk.goto(stage.to("verslagen/maken/")).press("Jaarverslag maken")
    assert desk.page.url == report
    desk.goto(stage.to("deelnemers/"))
    desk.page.goto(report)
    expect(desk.page.get_by_role("heading", name="Dit is een concept")).to_be_visible(timeout=60_000)
    desk.look().press("Definitief maken").press("Definitief maken").sees("definitief")
    desk.press("Publiceren")
    for reader in desk.page.locator("[name=readers]").all():
        desk.tick(reader)
    desk.press("Publiceren").sees("gepubliceerd")
    funder = visit(width=1280)
    funder.sign_in(email_of_staff(stage.facts, Role.FUNDER)).goto(stage.to("verslagen/gepubliceerd/"))
    with funder.page.expect_download() as download:
        funder.page.get_by_role("link", name="Pdf").click()
    return download.value.path().read_bytes()


@pytest.mark.parametrize(
    ("slug", "desk", "phone"),
    # Mostly as it goes: a wide desk and phones. Once the other way round.
    [(slug, *((360, 1280) if slug == "welsaam" else (1280, 360))) for slug in FACTS],
)
def test_from_sign_up_to_the_funders_pdf(visit, worker, slug, desk, phone):
    facts = FACTS[slug]
    programme = make_stage(facts)
    with scope(programme):
        set_the_stage(programme, facts)
        gates = Gate.objects.count()
        make.BuddyFactory(person__given_name="Saar", deployable=True)  # someone who was there already
    stage = Stage(slug, facts, gates, visit(width=desk), phone)
    stage.programme_id = programme.pk

    sign_up_as_participant(stage, visit)
    sign_up_as_volunteer(stage, visit)
    stage.desk.sign_in(email_of_staff(facts, Role.COORDINATOR))
    person = welcome(stage)
    make_deployable(stage)
    choice = lay_out_cards(stage, person)
    nadia = choose(stage, visit)
    buddy = visit(width=phone).sign_in("otto@example.org")
    meet(stage, buddy, choice)
    match = both_say_yes(stage, nadia, buddy)
    log_a_contact(stage, buddy)
    begin_the_year(stage, nadia, buddy, match)
    hold_an_intervision(stage)
    pdf = PdfReader(io.BytesIO(make_the_report(stage, visit)))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert facts.name in text
    assert "Nadia" not in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
