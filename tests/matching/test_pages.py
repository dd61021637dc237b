"""The pages: choosing without a script, privacy of what each said, a tablet that shows nothing else, and 40 who wait."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buddies.models import Buddy
from matching import actions
from matching.models import Answer, ChoiceRound, Given, Introduction, IntroductionState, Match, Stage
from participants.models import Participant
from programmes.models import Membership, Role
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World

pytestmark = pytest.mark.django_db


def member(world: World, role: Role, somebody: Any) -> Membership:
    """The participant or buddy, signing in."""
    with scope(world.programme):
        return make.MembershipFactory(role=role, person=somebody.person)


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def to(world: World, view: str, *args: Any) -> str:
    return world.programme.to(f"matching:{view}", *args)


@pytest.fixture
def chooser(west, sign_in) -> Any:
    """The phone of the participant who has cards to choose from."""
    return sign_in(member(west, Role.PARTICIPANT, west.chooser))


@pytest.fixture
def desk(west, sign_in) -> Any:
    return sign_in(west.coordinator)


@pytest.fixture
def held(west) -> Introduction:
    """The chooser and the matched buddy have met; nobody answered."""
    with scope(west.programme):
        card = west.round.cards.get(buddy=west.buddy)
        return make.IntroductionFactory(
            card=card, state=IntroductionState.HELD, held_on=timezone.localdate() - timedelta(days=1)
        )


def fresh(world: World) -> ChoiceRound:
    with scope(world.programme):
        choice = ChoiceRound.objects.with_cards().get(pk=world.round.pk)
        assert choice.stage
        return choice


def cards(world: World) -> list[int]:
    with scope(world.programme):
        return [card.pk for card in world.round.cards.all()]


def test_choosing_goes_card_by_card_and_counts_only_after_confirming(west, chooser):
    first, second = cards(west)
    here, send = to(west, "my_choice"), to(west, "choose", west.round.pk)
    page = chooser.get(here)
    assert "Buddy 1 van 2" in words(page)
    for always in ("Ik wil eerst praten", "Ik wil niemand van deze", "Weet ik nog niet"):
        assert always in words(page)
    response = chooser.post(send, {"card": first, "answer": "also"}, follow=True)
    assert "Buddy 2 van 2" in words(response)
    response = chooser.post(send, {"card": second, "answer": "first"}, follow=True)
    assert "Klopt dit?" in words(response)
    assert fresh(west).ranked_at is None
    chooser.post(send, {"confirm": "1"})
    choice = fresh(west)
    assert [card.pk for card in choice.in_order] == [second, first]
    assert choice.ranked_how == Given.OWN_DEVICE


def test_a_new_first_choice_makes_the_earlier_one_also_good(west, chooser):
    send = to(west, "choose", west.round.pk)
    for card in cards(west):
        chooser.post(send, {"card": card, "answer": "first"})
    chooser.post(send, {"confirm": "1"})
    assert [card.answer for card in fresh(west).cards.all()] == ["also", "first"]


def test_the_three_answers_weigh_the_same_and_none_is_chosen_beforehand(west, chooser):
    page = chooser.get(to(west, "my_choice")).content.decode()
    buttons = re.findall(r'<button class="([^"]*)" type="submit" name="answer" value="(\w+)"', page)
    assert [value for _look, value in buttons][:3] == ["first", "also", "rather_not"]
    assert {look for look, _value in buttons[:3]} == {"answer"}
    assert 'aria-pressed="true"' not in page


def test_wanting_nobody_or_not_knowing_is_an_answer_too(west, chooser):
    send = to(west, "choose", west.round.pk)
    response = chooser.post(send, {"nobody": "1"}, follow=True)
    assert "Je kiest nu niemand. Dat mag." in words(response)
    assert "Je koos nu niemand" in words(chooser.post(send, {"confirm": "1"}, follow=True))
    for card in cards(west):
        response = chooser.post(send, {"card": card, "answer": "later"}, follow=True)
    assert "Je weet het nog niet" in words(response)


def test_a_card_of_somebody_else_is_not_taken(west, zuid, chooser):
    send = to(west, "choose", west.round.pk)
    for wrong in (cards(zuid)[0], "999999", "abc", ""):
        assert chooser.post(send, {"card": wrong, "answer": "first"}).status_code == 404
    assert fresh(west).ranked_at is None


def test_talking_first_is_one_press_and_choosing_stays_possible(west, chooser):
    response = chooser.post(to(west, "talk_first", west.round.pk), follow=True)
    assert "We praten eerst" in words(response)
    assert fresh(west).stage == Stage.TALK
    assert "Buddy 1 van 2" in words(chooser.get(to(west, "my_choice") + "?kaart=1"))


def test_a_participant_sees_first_names_only_and_nothing_of_the_fit(west, chooser):
    with scope(west.programme):
        surnames = [card.buddy.person.surname for card in west.round.cards.all()]
    for path in ("?kaart=1", "?kaart=2", "?overzicht=1"):
        text = words(chooser.get(to(west, "my_choice") + path))
        assert not any(surname in text for surname in surnames)
        assert "%" not in text


def test_another_participant_cannot_choose_for_someone(west, sign_in):
    other = sign_in(west[Role.PARTICIPANT])
    for view in ("choose", "talk_first"):
        assert other.post(to(west, view, west.round.pk), {"nobody": "1"}).status_code == 404


def test_a_choice_after_somebody_was_asked_is_explained_and_changes_nothing(west, chooser):
    send = to(west, "choose", west.round.pk)
    card = cards(west)[0]
    chooser.post(send, {"card": card, "answer": "first"})
    with scope(west.programme):
        actions.rank(round=west.round, answers={card: "first"}, how=Given.PAPER, by=west.coordinator)
        actions.invite_next(round=west.round, by=west.coordinator)
    response = chooser.post(send, {"confirm": "1"})
    assert response.status_code == 422
    assert "We hebben al iemand gevraagd" in words(response)
    assert fresh(west).ranked_how == Given.PAPER


def test_paper_is_written_over_by_the_coordinator_and_kept_as_paper(west, desk):
    first, second = cards(west)
    send = to(west, "choose", west.round.pk)
    empty = desk.post(send, {})
    assert empty.status_code == 422
    assert "ten minste één kaart" in words(empty)
    both = desk.post(send, {f"card-{first}": "first", f"card-{second}": "first"})
    assert both.status_code == 422
    assert "één eerste keus" in words(both)
    desk.post(send, {f"card-{first}": "rather_not", f"card-{second}": "first"})
    assert fresh(west).ranked_how == Given.PAPER
    assert [card.pk for card in fresh(west).in_order] == [second]


def test_a_locked_tablet_shows_the_choice_and_nothing_else_until_someone_signs_in(west, desk):
    tablet = to(west, "tablet", west.round.pk)
    assert "Zet op slot" in words(desk.get(tablet))
    assert "Buddy 1 van 2" in words(desk.post(tablet, follow=True))
    elsewhere = [
        to(west, "board"),
        to(west, "round", west.round.pk),
        west.programme.to("participants:list"),
        west.programme.to("programmes:begin"),
        "/",
        "/account/apparaten/",
    ]
    for path in elsewhere:
        for response in (desk.get(path), desk.post(path)):
            assert (response.status_code, response.get("Location")) == (302, tablet), path
    page = desk.get(tablet)
    assert f'href="{to(west, "board")}"' not in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    desk.post(tablet, {"card": cards(west)[0], "answer": "first"})
    desk.post(tablet, {"card": cards(west)[1], "answer": "also"})
    assert "Geef de tablet maar terug" in words(desk.post(tablet, {"confirm": "1"}, follow=True))
    assert fresh(west).ranked_how == Given.TABLET
    desk.post("/account/uitloggen/")
    assert desk.get(to(west, "board")).headers["Location"].startswith("/account/inloggen/")


def test_the_lent_tablet_asks_klik_and_records_it_as_such(west, desk, held):
    page = to(west, "klik", held.pk)
    desk.post(page, {"lend": "1"})
    assert desk.get(to(west, "meeting", held.pk)).headers["Location"] == page
    assert "Geef de tablet maar terug" in words(desk.post(page, {"answer": "yes"}))
    with scope(west.programme):
        held.refresh_from_db()
    assert (held.participant_answer, held.participant_answered_how) == (Answer.YES, Given.TABLET)


def test_neither_ever_sees_what_the_other_said_and_the_coordinator_only_when_both_did(
    west, sign_in, desk, chooser, held
):
    buddy = sign_in(west[Role.BUDDY])
    klik = to(west, "klik", held.pk)
    chooser.post(klik, {"answer": "no", "reason": "Te druk gepraat"})
    for page in (
        buddy.get(klik),
        buddy.get(to(west, "invitation", held.pk)),
        desk.get(to(west, "meeting", held.pk)),
    ):
        assert "Te druk gepraat" not in words(page)
    assert "Wat zij zeiden" not in words(desk.get(to(west, "meeting", held.pk)))
    answered = buddy.post(klik, {"answer": "yes", "reason": "Leuk mens"}, follow=True)
    assert "We zoeken verder" in words(answered)
    for page in (answered, buddy.get(klik, follow=True)):
        assert "Te druk gepraat" not in words(page)
    mine = chooser.get(to(west, "my_choice"))
    assert "We zoeken verder" in words(mine)
    assert "Leuk mens" not in words(mine)
    seen = words(desk.get(to(west, "meeting", held.pk)))
    assert "Te druk gepraat" in seen
    assert "Leuk mens" in seen


def test_a_no_is_never_told_as_a_rejection(west, sign_in, chooser, held):
    buddy = sign_in(west[Role.BUDDY])
    chooser.post(to(west, "klik", held.pk), {"answer": "yes"})
    pages = [
        buddy.post(to(west, "klik", held.pk), {"answer": "no"}, follow=True),
        chooser.get(to(west, "my_choice")),
    ]
    for page in pages:
        assert not re.search(r"afgewezen|mislukt|geen klik|niet gekozen|helaas", words(page), re.IGNORECASE)


def test_two_yeses_on_two_phones_are_a_match_both_read_of(west, sign_in, chooser, held):
    buddy = sign_in(west[Role.BUDDY])
    klik = to(west, "klik", held.pk)
    empty = chooser.post(klik, {})
    assert empty.status_code == 422
    assert "Fout:" in words(empty)
    assert "Dank je wel voor je antwoord" in words(chooser.post(klik, {"answer": "yes"}, follow=True))
    assert "Jullie hebben een klik!" in words(buddy.post(klik, {"answer": "yes"}, follow=True))
    assert "Jullie hebben een klik!" in words(chooser.get(to(west, "my_choice")))
    with scope(west.programme):
        assert Match.objects.filter(introduction=held).count() == 1


def test_a_buddy_reads_what_they_share_and_nothing_told_in_confidence(west, sign_in):
    with scope(west.programme):
        Buddy.objects.filter(pk=west.buddy.pk).update(themes=["debt"])
        person = west.chooser.person
        Participant.objects.filter(pk=west.chooser.pk).update(hoped_for="Schulden bij de bank")
        introduction = make.IntroductionFactory(card=west.round.cards.get(buddy=west.buddy))
    buddy = sign_in(west[Role.BUDDY])
    text = words(buddy.get(to(west, "invitation", introduction.pk)))
    assert f"{person.first_name} wil jou graag ontmoeten" in text
    assert "Jullie spreken allebei Nederlands" in text
    for secret in (person.surname, "Schulden", "geld"):
        assert secret not in text
    buddy.post(to(west, "invitation", introduction.pk), {"agrees": "no", "reason": "Drukke weken"})
    with scope(west.programme):
        introduction.refresh_from_db()
    assert (introduction.state, introduction.buddy_reason) == (IntroductionState.CLOSED, "Drukke weken")


def test_a_buddy_who_answers_too_late_reads_kindly_what_is_and_changes_nothing(west, sign_in, desk):
    with scope(west.programme):
        card = west.round.cards.get(buddy=west.buddy)
        late = timezone.localdate() - timedelta(days=1)
        asked = make.IntroductionFactory(card=card, state=IntroductionState.INVITED, answer_by=late)
    phone = sign_in(west[Role.BUDDY])
    assert "wil jou graag ontmoeten" in words(phone.get(to(west, "invitation", asked.pk)))
    said = words(desk.post(to(west, "go_on", asked.pk), follow=True))
    assert "Hieronder staat wat nu kan" in said
    answer = phone.post(to(west, "invitation", asked.pk), {"agrees": "yes"}, follow=True)
    assert answer.status_code == 200
    assert "We vroegen intussen iemand anders" in words(answer)
    assert "Er klopt nog" not in words(answer)
    with scope(west.programme):
        asked.refresh_from_db()
    assert (asked.state, asked.closing) == (IntroductionState.CLOSED, "expired")


def test_another_buddy_finds_no_invitation_here(west, sign_in, held):
    other = sign_in(member(west, Role.BUDDY, west.free_buddy))
    for view in ("invitation", "klik"):
        assert other.get(to(west, view, held.pk)).status_code == 404


def test_a_professional_sees_the_matches_of_their_own_buddies_only(west, sign_in):
    beside, elsewhere = west[Role.PROFESSIONAL], member(west, Role.PROFESSIONAL, west.newcomer)
    page = to(west, "match", west.match.pk)
    assert sign_in(beside).get(page).status_code == 200
    assert sign_in(elsewhere).get(page).status_code == 403


def test_making_cards_shows_them_first_and_writes_nothing_before_the_last_press(west, desk):
    with scope(west.programme):
        waiting = make.ParticipantFactory(waits=True)
    page = to(west, "make_round", waiting.pk)
    one = desk.get(page, {"kijk": "1", "buddies": [west.buddy.pk]})
    assert one.status_code == 422
    assert "Bij één kaart valt er niets te kiezen" in words(one)
    both = {"buddies": [west.buddy.pk, west.free_buddy.pk]}
    assert "Leg deze kaarten klaar" in words(desk.get(page, {"kijk": "1", **both}))
    with scope(west.programme):
        assert not waiting.rounds.exists()
    assert "Kiest uit" in words(desk.post(page, both, follow=True))
    again = desk.post(page, both, follow=True)
    assert "Kiest uit" in words(again)
    with scope(west.programme):
        assert waiting.rounds.count() == 1


def test_cards_are_chosen_from_many_a_page_at_a_time_and_what_was_ticked_stays_ticked(west, desk):
    with scope(west.programme):
        waiting = make.ParticipantFactory(waits=True)
    page = to(west, "make_round", waiting.pk)

    def asked(**query: Any) -> tuple[str, int]:
        with CaptureQueriesContext(connection) as captured:
            response = desk.get(page, query)
        return response.content.decode(), len(captured)

    few, queries = asked()
    assert "Volgende" not in few
    with scope(west.programme):
        for _number in range(20):
            make.BuddyFactory(deployable=True, person__languages=[])
    first, as_many = asked()
    assert as_many == queries
    assert "1 tot en met 9 van 22" in first
    on_first, on_second = (re.findall(r'id="buddy-(\d+)"', text) for text in (first, asked(page=2)[0]))
    assert len(on_first) == len(on_second) == 9
    assert not set(on_first) & set(on_second)
    ticked = [on_first[0], on_second[0]]
    second = asked(page=2, buddies=ticked)[0]
    assert re.search(rf'value="{on_second[0]}"\s+id="buddy-[^>]*checked', second)
    assert re.search(rf'value="{on_first[0]}"\s+id="elders-[^>]*checked', second)
    preview = desk.get(page, {"kijk": "1", "buddies": ticked[::-1]}).content.decode()
    assert re.findall(r'name="buddies" value="(\d+)"', preview) == ticked


def test_a_meeting_is_planned_held_and_moved_with_every_mistake_explained(west, desk):
    with scope(west.programme):
        introduction = make.IntroductionFactory(
            card=west.round.cards.get(buddy=west.buddy), state=IntroductionState.AGREED
        )
    page = to(west, "meeting", introduction.pk)
    wrong = {"do": "plan", "plan-day": "31-02-2026", "plan-time": "half drie", "plan-place": ""}
    response = desk.post(page, wrong)
    assert response.status_code == 422
    assert "half drie" in response.content.decode()
    day = timezone.localdate() + timedelta(days=2)
    plan = {"do": "plan", "plan-day": day.isoformat(), "plan-time": "14:30", "plan-place": "Buurthuis"}
    assert "14.30 uur" in words(desk.post(page, plan, follow=True))
    too_early = desk.post(page, {"do": "held", "held-on": day.isoformat()})
    assert too_early.status_code == 422
    assert "Deze dag komt nog" in words(too_early)
    held = {"do": "held", "held-on": timezone.localdate().isoformat()}
    assert "Klikte het?" in words(desk.post(page, held, follow=True))


def test_rounding_off_asks_once_more_and_happens_once(west, desk):
    page = to(west, "end_match", west.match.pk)
    today = timezone.localdate().isoformat()
    filled = {"on": today, "reason": "completed", "ended_by": "together", "after": "aftercare"}
    assert desk.post(page, {"on": "morgen"}).status_code == 422
    assert "Klopt dit?" in words(desk.post(page, filled))
    with scope(west.programme):
        assert Match.objects.active().filter(pk=west.match.pk).exists()
    after = words(desk.post(page, {**filled, "confirmed": "1"}, follow=True))
    assert "Nazorg tot" in after
    assert f"Wie wilde dat zij samen genoteerd door {west.coordinator.person}" in after
    assert desk.post(page, {**filled, "confirmed": "1"}).status_code == 302


def test_the_board_tells_where_everyone_is_and_asks_as_many_queries_for_forty_as_for_two(west, desk):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert desk.get(to(west, "board")).status_code == 200
        return len(captured)

    def somebody(stage: str) -> None:
        choice = make.ChoiceRoundFactory(made_by=west.coordinator)
        card = make.ChoiceCardFactory(round=choice, buddy=make.BuddyFactory(deployable=True))
        if stage != "choosing":
            actions.rank(round=choice, answers={card.pk: "first"}, how=Given.PAPER, by=west.coordinator)
        if stage == "invited":
            actions.invite_next(round=choice, by=west.coordinator)

    with scope(west.programme):
        for stage in ("choosing", "chosen", "invited"):
            somebody(stage)
    few = queries()
    with scope(west.programme):
        for at in range(36):
            somebody(["choosing", "chosen", "invited"][at % 3])
    assert queries() == few
    text = words(desk.get(to(west, "board")))
    assert "is gevraagd op" in text
    assert "Pagina 1 van 2" in text or "1 van 2" in text


def test_the_open_invitations_of_a_buddy_can_stand_on_any_page(west, held, rf):
    from django.template import Context, Template

    def shown(membership: Membership) -> str:
        with scope(west.programme):
            template = Template("{% load invitations %}{% open_invitations %}")
            return template.render(Context({"membership": membership, "programme": west.programme}))

    assert to(west, "klik", held.pk) in shown(west[Role.BUDDY])
    assert shown(west.coordinator).strip() == ""
    assert shown(member(west, Role.BUDDY, west.free_buddy)).strip() == ""
