"""The participant's choice in a real browser: on a phone without a mouse, on a lent tablet behind its lock, on paper.

One "no klik" leads to the second choice, one full first choice is explained and the next is asked. Every kind of page
is looked at with axe once; what comes by again is only gone through.
"""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from buddies.models import Buddy
from matching import actions
from matching.models import CardAnswer, ChoiceRound, Given, Introduction, Match
from participants.models import Participant
from programmes.models import DayPart, Language, Role
from programmes.scope import scope
from tests import factories as make
from tests.e2e.visitor import Visitor
from tests.payments.test_receipts import picture
from tests.worlds import make_world

HERE = "/kansrijk-west/matching/"
TABS = 40
A4 = (595, 842)  # points


@pytest.fixture
def world(transactional_db):
    return make_world("kansrijk-west", "Kansrijk West")


def go(visitor: Visitor, path: str) -> Visitor:
    """To a page of a kind that was looked at before."""
    visitor.page.goto(path)
    return visitor


def tap(visitor: Visitor, name: str) -> Visitor:
    visitor.page.get_by_role("button", name=name).or_(
        visitor.page.get_by_role("link", name=name)
    ).first.click()
    visitor.page.wait_for_load_state()
    return visitor


def by_keyboard(visitor: Visitor, name: str) -> Visitor:
    """Tab until the button or link with these words has the focus, and press Enter: no mouse, no dragging."""
    for _tab in range(TABS):
        visitor.page.keyboard.press("Tab")
        focused = visitor.page.evaluate("document.activeElement.textContent.trim()")
        if focused.startswith(name):
            visitor.page.keyboard.press("Enter")
            visitor.page.wait_for_load_state()
            return visitor
    raise AssertionError(f"{name!r} is not within {TABS} tabs on {visitor.page.url}")


def named(buddy: Buddy, name: str, **more: object) -> Buddy:
    type(buddy.person).objects.filter(pk=buddy.person_id).update(given_name=name, full_name=f"{name} Proef")
    Buddy.objects.filter(pk=buddy.pk).update(introduction=f"Ik ben {name} en ik wandel graag.", **more)
    return buddy


def chooser(world, name: str) -> ChoiceRound:
    """Somebody who waits, with a card of Otto and one of Saar."""
    person = make.PersonFactory(given_name=name, surname="Kiest")
    round_ = make.ChoiceRoundFactory(
        participant=make.ParticipantFactory(person=person, waits=True), made_by=world.coordinator
    )
    for position, buddy in enumerate((world.buddy, world.free_buddy), 1):
        shared = ["Jullie spreken allebei Nederlands"]
        make.ChoiceCardFactory(round=round_, buddy=buddy, position=position, reasons=shared)
    return round_


def the_two(world) -> None:
    """Otto, who signs in and has one place beside his match, and Saar, who has one too."""
    named(world.buddy, "Otto", capacity=2)
    named(world.free_buddy, "Saar", capacity=1)


def phone_of(world, round_: ChoiceRound, arrive) -> Visitor:
    membership = make.MembershipFactory(role=Role.PARTICIPANT, person=round_.participant.person)
    return arrive(membership, width=360)


def test_a_choice_by_keyboard_then_no_klik_and_the_second_choice_is_asked(world, arrive):
    with scope(world.programme):
        the_two(world)
        round_ = chooser(world, "Nadia")
        nadia = phone_of(world, round_, arrive)
    nadia.goto(f"{HERE}keuze/").sees(
        "Wil je Otto ontmoeten?", "Ik wil niemand van deze", "Ik wil eerst praten"
    )
    by_keyboard(nadia, "Eerste keus").sees("Wil je Saar ontmoeten?")
    by_keyboard(nadia, "Ook goed").sees("Klopt dit?").look()
    by_keyboard(nadia, "Ja, dit is mijn keuze").sees("Wij vragen eerst of Otto tijd heeft").look()

    desk = arrive(world.coordinator, width=1280)
    desk.goto(f"{HERE}ronde/{round_.pk}/").sees("op eigen telefoon").press("Vraag Otto").sees("Otto")
    otto = arrive(world[Role.BUDDY], width=360)
    tap(go(otto, "/kansrijk-west/logboek/mensen/"), "Lees en antwoord").sees("Nadia").look()
    otto.sees_nothing_of("Kiest").press("Ja, ik wil kennismaken")
    with scope(world.programme):
        introduction = Introduction.objects.get(card__round=round_)
        actions.hold_meeting(introduction=introduction, on=timezone.localdate(), by=world.coordinator)
    tap(go(nadia, f"{HERE}keuze/"), "Geef je antwoord").look()
    nadia.pick(answer="no").page.get_by_text("Wil je er iets bij vertellen?").click()
    nadia.fill(reason="Ik voelde het niet.")
    tap(nadia, "Dit is mijn antwoord").sees("Dank je wel")
    tap(go(otto, "/kansrijk-west/logboek/mensen/"), "Geef je antwoord")
    tap(otto.pick(answer="yes"), "Dit is mijn antwoord").sees("We zoeken verder").look()
    otto.sees_nothing_of("Ik voelde het niet", "nee", "afgewezen", "geen klik")
    go(nadia, f"{HERE}keuze/").sees("We zoeken verder").look().sees_nothing_of("Otto", "afgewezen", "mislukt")

    go(desk, f"{HERE}kennismaking/{introduction.pk}/").sees("Ik voelde het niet.").look()
    tap(desk, "Naar de volgende keus").sees("Nu aan de beurt: Saar")
    tap(desk, "Vraag Saar")
    go(nadia, f"{HERE}keuze/").sees("Wij vragen of Saar tijd heeft")
    with scope(world.programme):
        assert not Match.objects.filter(participant=round_.participant).exists()
        assert Introduction.objects.open().get(participant=round_.participant).buddy == world.free_buddy


def test_on_the_coordinators_tablet_nothing_else_can_be_seen(world, arrive):
    with scope(world.programme):
        the_two(world)
        round_ = chooser(world, "Yusuf")
    desk = arrive(world.coordinator, width=768)
    tablet = f"{HERE}tablet/{round_.pk}/"
    desk.goto(tablet).press("Zet op slot en begin").sees("Wil je Otto ontmoeten?", "alleen deze bladzijde")
    for elsewhere in (HERE, "/kansrijk-west/deelnemers/", f"{HERE}ronde/{round_.pk}/", "/account/", "/"):
        go(desk, elsewhere)
        assert desk.page.url.endswith(tablet), elsewhere
    desk.page.go_back()
    desk.sees_nothing_of("Deelnemers", world.participant.person.surname)
    tap(go(desk, tablet), "Liever niet").sees("Wil je Saar ontmoeten?")
    tap(desk, "Eerste keus").sees("Klopt dit?").look()
    tap(desk, "Ja, dit is mijn keuze").sees("Geef de tablet maar terug").look()
    go(desk, HERE)
    assert desk.page.url.endswith(tablet)
    tap(desk, "Coördinator: opnieuw inloggen")
    go(desk, HERE).sees_nothing_of("Yusuf")
    with scope(world.programme):
        round_.refresh_from_db()
        assert (round_.ranked_how, [card.answer for card in round_.cards.order_by("position")]) == (
            Given.TABLET,
            [CardAnswer.RATHER_NOT, CardAnswer.FIRST],
        )


@pytest.mark.parametrize("cards", [2, 3, 5])
def test_the_paper_is_one_a4_and_comes_back_as_given_on_paper(world, arrive, cards):
    long = "Ik weet hoe het is om opnieuw te beginnen. " * 14
    with scope(world.programme):
        the_two(world)
        round_ = chooser(world, "Geertje")
        for position in range(3, cards + 1):
            buddy = make.BuddyFactory(deployable=True, person__given_name=f"Vrijwilliger{position}")
            make.ChoiceCardFactory(round=round_, buddy=buddy, position=position)
        if cards > 2:
            Buddy.objects.update(introduction=f"{long[:586]} Aan het eind.")
            for card in round_.cards.all():
                make.PhotoFactory(buddy=card.buddy, data=picture("JPEG"))
            round_.cards.update(
                reasons=["Otto weet hoe het is om met weinig geld rond te komen. Dat was jouw wens"] * 9
            )
    desk = arrive(world.coordinator, width=1280)
    desk.goto(f"{HERE}ronde/{round_.pk}/papier/").sees("Geertje, wie wil je ontmoeten?")
    (page,) = PdfReader(io.BytesIO(desk.page.pdf(prefer_css_page_size=True, print_background=True))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
    text = " ".join(page.extract_text().split())
    for words in ("Otto", "Saar", "Ik wil niemand van deze", "Ik wil eerst praten", "Kansrijk West"):
        assert words in text
    assert [text.count(str(each.label)) for each in CardAnswer] == [cards] * 3
    assert "Proef" not in text
    # Whoever chooses with a pen reads as much as on a phone, unless there are so many that they would not fit.
    assert text.count("Aan het eind.") == (cards if cards == 3 else 0)
    go(desk, f"{HERE}ronde/{round_.pk}/#papier").page.get_by_text("Een keuze noteren").click()
    with scope(world.programme):
        first, second = (card.pk for card in round_.cards.order_by("position")[:2])
    desk.pick(**{f"card-{first}": "also", f"card-{second}": "first"})
    if cards == 2:
        desk.look()
    tap(desk, "Noteer deze keuze").sees("op papier gegeven", "Vraag Saar")


def test_the_two_longest_cards_there_can_be_still_fit_one_a4_with_every_word(world, arrive):
    languages, times = list(Language.values), list(DayPart.values)
    with scope(world.programme):
        round_ = chooser(world, "Geertje-Wilhelmina")
        for card, letter in zip(round_.cards.select_related("buddy__person"), "WM", strict=True):
            person = card.buddy.person
            person.given_name = f"{letter}illemijntje-Konstantinopolitana-Abdurrahman Mohammed"
            person.languages, person.available = languages, times
            person.save()
            Buddy.objects.filter(pk=card.buddy_id).update(
                introduction=f"{'Mijn wijk en werk. ' * 32}"[:586] + " Aan het eind."
            )
            make.PhotoFactory(buddy=card.buddy, data=picture("JPEG"))
        round_.cards.update(
            reasons=["Deze vrijwilliger weet hoe het is om met weinig geld rond te komen. Dat was jouw wens"]
            * 9
        )
    desk = arrive(world.coordinator, width=1280)
    desk.goto(f"{HERE}ronde/{round_.pk}/papier/")
    (page,) = PdfReader(io.BytesIO(desk.page.pdf(prefer_css_page_size=True, print_background=True))).pages
    text = " ".join(page.extract_text().split())
    assert text.count("Aan het eind.") == 2
    assert text.count("Dat was jouw wens") == 18
    assert [text.count(str(each.label)) for each in CardAnswer] == [2] * 3
    assert "Ik wil eerst praten" in text


def test_a_full_first_choice_is_explained_and_the_next_is_asked(world, arrive):
    with scope(world.programme):
        the_two(world)
        longer, shorter = chooser(world, "Abdi"), chooser(world, "Mirjam")
        since = timezone.localdate() - timedelta(weeks=40)
        Participant.objects.filter(pk=longer.participant_id).update(waiting_since=since)
        for round_ in (longer, shorter):
            first, second = round_.cards.order_by("position")
            answers = {first.pk: "first", second.pk: "also"}
            actions.rank(round=round_, answers=answers, how=Given.PAPER, by=world.coordinator)
    desk = arrive(world.coordinator, width=1280)
    desk.goto(HERE).sees("2 mensen kozen en kunnen worden voorgesteld")
    tap(desk, "Ronde berekenen").sees("Otto: vol. 1 mens wacht langer.").look()
    tap(desk, "Verstuur de uitnodigingen").sees("2 uitnodigingen zijn verstuurd.").look()
    desk.goto(f"{HERE}rondes/")
    with scope(world.programme):
        mirjam = phone_of(world, shorter, arrive)
        asked = {each.participant_id: each.buddy_id for each in Introduction.objects.open()}
        assert asked == {longer.participant_id: world.buddy.pk, shorter.participant_id: world.free_buddy.pk}
    mirjam.goto(f"{HERE}keuze/").sees("Wij vragen of Saar tijd heeft").sees_nothing_of("vol", "Abdi")


def test_what_matters_is_told_question_by_question_and_nobody_else_is_shown(world, arrive):
    with scope(world.programme):
        the_two(world)
        Buddy.objects.filter(pk=world.free_buddy.pk).update(gender="woman", interests=["walking"])
        person = make.PersonFactory(given_name="Fatima", surname="Wacht")
        participant = make.ParticipantFactory(person=person, waits=True)
        membership = make.MembershipFactory(role=Role.PARTICIPANT, person=person)
    fatima = arrive(membership, width=360)
    tap(go(fatima, f"{HERE}keuze/"), "Vertel wat jij belangrijk vindt").look()
    fatima.pick(interests="walking")
    tap(fatima, "Verder").look()
    fatima.pick(gender="woman", gender_hard="hard")
    tap(tap(tap(fatima, "Verder"), "Verder"), "Klaar").sees("We houden er rekening mee")
    desk = arrive(world.coordinator, width=1280)
    desk.goto(f"{HERE}kaarten/{participant.pk}/")
    desk.sees(
        "Alleen een vrouw",
        "Saar is een vrouw: een wens van Fatima",
        "Saar houdt van wandelen, net als Fatima",
    )
    desk.sees("staat 1 mens hier niet bij").sees_nothing_of("Otto Proef")
    desk.press("Noteer wat belangrijk is").goto(f"{HERE}instellingen/dichtbij/")
