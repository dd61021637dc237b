"""What matters to a participant: a hard wish is never broken, a soft one is told, and no volunteer ever reads of it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buddies.models import Buddy
from matching import actions, rounds
from matching.explaining import why_not
from matching.models import Given, Introduction, MatchingRound, NearPair, WishKind
from matching.suggestions import LeftOut, suggest
from participants.models import Participant
from programmes.models import Role
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make
from tests.matching.test_pages import member, to, words
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(west, sign_in) -> Any:
    return sign_in(west.coordinator)


def today() -> date:
    return timezone.localdate()


def shown_to(participant: Participant) -> set[int]:
    return set(suggest(participant, today=today()).by_id)


def chosen(world: World) -> Any:
    """The chooser wants the free buddy first and the other one too."""
    cards = {card.buddy_id: card.pk for card in world.round.cards.all()}
    answers = {cards[world.free_buddy.pk]: "first", cards[world.buddy.pk]: "also"}
    return actions.rank(round=world.round, answers=answers, how=Given.OWN_DEVICE, by=None)


def test_who_does_not_meet_a_hard_wish_is_not_shown_and_cannot_be_laid_on_a_card(in_west):
    waiting = make.ParticipantFactory(waits=True)
    assert shown_to(waiting) == {in_west.buddy.pk, in_west.free_buddy.pk}
    make.WishFactory(participant=waiting)
    assert shown_to(waiting) == set()
    assert suggest(waiting, today=today()).left_out == LeftOut(many=2, unknown=2)
    Buddy.objects.filter(pk=in_west.buddy.pk).update(gender="man")
    Buddy.objects.filter(pk=in_west.free_buddy.pk).update(gender="woman")
    assert shown_to(waiting) == {in_west.free_buddy.pk}
    assert suggest(waiting, today=today()).left_out == LeftOut(many=1, unknown=0)
    with pytest.raises(Refused, match="niet passend"):
        actions.make_round(
            participant=waiting, buddies=[in_west.buddy, in_west.free_buddy], by=in_west.coordinator
        )


def test_a_soft_wish_leaves_everybody_in_and_is_told_either_way(in_west):
    waiting = make.ParticipantFactory(waits=True, person__given_name="Mariam")
    Buddy.objects.filter(pk=in_west.free_buddy.pk).update(gender="woman")
    make.WishFactory(participant=waiting, is_hard=False)
    suggested = suggest(waiting, today=today())
    first, second = suggested.cards(suggested.by_id)
    assert (first.buddy.pk, second.buddy.pk) == (in_west.free_buddy.pk, in_west.buddy.pk)
    assert first.why[0].endswith("is een vrouw: een wens van Mariam")
    assert second.attention[0].startswith("Liefst een vrouw")
    assert not any("vrouw" in sentence for sentence in second.on_card)


def test_a_hard_wish_told_after_the_choice_is_kept_by_a_round_and_explained(in_west):
    chosen(in_west)
    Buddy.objects.filter(pk=in_west.buddy.pk).update(gender="woman")
    actions.wish_for(
        participant=in_west.chooser,
        kind=WishKind.GENDER,
        what="woman",
        is_hard=True,
        by=in_west.coordinator,
        how=Given.PAPER,
    )
    matching = actions.compute_round(by=in_west.coordinator)
    line = matching.lines.get()
    assert line.card.buddy == in_west.buddy
    (entry,) = [each for each in line.why if each["buddy"] == in_west.free_buddy.pk]
    assert why_not(entry, {in_west.free_buddy.pk: "Joke"}) == (
        "Joke past niet bij een wens die er later bij kwam. De keuze blijft staan."
    )
    assert [each.buddy for each in rounds.replay(MatchingRound.objects.get())] == [in_west.buddy.pk]
    assert actions.invite_next(round=in_west.round, by=in_west.coordinator).buddy == in_west.buddy


def test_a_buddy_never_reads_what_a_participant_wished(west, sign_in):
    with scope(west.programme):
        Buddy.objects.update(gender="woman", interests=["walking"])
        Participant.objects.filter(pk=west.chooser.pk).update(interests=["walking"])
        for kind, what in (("gender", "woman"), ("language", "nl"), ("theme", "debt"), ("near", "")):
            make.WishFactory(participant=west.chooser, kind=kind, what=what, is_hard=False)
        introduction = make.IntroductionFactory(card=west.round.cards.get(buddy=west.buddy))
    buddy = sign_in(west[Role.BUDDY])
    page = words(buddy.get(to(west, "invitation", introduction.pk)))
    assert "Jullie houden allebei van wandelen" in page
    assert not [word for word in ("wens", "vrouw", "Liefst", "Alleen een", "weinig geld") if word in page]
    for path in (to(west, "wishes", west.chooser.pk), to(west, "my_wishes")):
        assert buddy.get(path).status_code == 403


def test_a_participant_answers_question_by_question_and_may_stop_at_any(west, sign_in):
    with scope(west.programme):
        person = west.chooser.person
        person.neighbourhood = west.neighbourhood
        person.save()
        membership = make.MembershipFactory(role=Role.PARTICIPANT, person=person)
    phone, here = sign_in(membership), to(west, "my_wishes")
    assert "Vraag 1 van 5" in words(phone.get(here))
    answers: list[dict[str, Any]] = [
        {"interests": ["music", "walking"]},
        {"gender": "woman", "gender_hard": "hard"},
        {"language": ""},
        {"theme": "debt", "theme_hard": ""},
        {"near": "near", "near_hard": ""},
    ]
    for number, answer in enumerate(answers, 1):
        response = phone.post(f"{here}?vraag={number}", answer)
        last = number == len(answers)
        assert response.headers["Location"] == (
            to(west, "my_choice") if last else f"{here}?vraag={number + 1}"
        )
    with scope(west.programme):
        west.chooser.refresh_from_db()
        assert west.chooser.interests == ["music", "walking"]
        told = {wish.kind: (wish.what, wish.is_hard, wish.told_how) for wish in west.chooser.wishes.all()}
    assert told == {
        "gender": ("woman", True, "own_device"),
        "theme": ("debt", False, "own_device"),
        "near": ("", False, "own_device"),
    }
    phone.post(f"{here}?vraag=2", {"gender": "", "gender_hard": "hard"})
    with scope(west.programme):
        assert {wish.kind for wish in west.chooser.wishes.all()} == {"theme", "near"}
    for nonsense in ({"gender": "alien"}, {"gender": "other"}):
        assert phone.post(f"{here}?vraag=2", nonsense).status_code == 422
    assert phone.post(f"{here}?vraag=1", {"interests": ["origin"]}).status_code == 422
    assert "Vraag 1 van 5" in words(phone.get(f"{here}?vraag=99"))


def test_a_coordinator_writes_down_all_of_it_and_sees_what_it_costs(west, desk):
    here = to(west, "wishes", west.chooser.pk)
    page = words(desk.get(here))
    assert "Wil je iemand uit de buurt?" not in page
    said = {"interests": ["music"], "gender": "woman", "gender_hard": "hard", "language": "ar"}
    assert desk.post(here, said).status_code == 302
    with scope(west.programme):
        waiting = make.ParticipantFactory(waits=True)
        make.WishFactory(participant=waiting)
        assert {wish.kind: wish.told_how for wish in west.chooser.wishes.all()} == {
            "gender": "paper",
            "language": "paper",
        }
    page = words(desk.get(to(west, "make_round", waiting.pk)))
    assert "Alleen een vrouw" in page
    assert "staan 2 mensen hier niet bij" in page
    assert "Van 2 weten we het nog niet" in page
    assert "Zo valt er niets te kiezen" in page
    assert desk.post(here, {"language": "klingon"}).status_code == 422
    with scope(west.programme):
        assert west.chooser.wishes.count() == 2


def test_the_table_of_what_is_near_is_kept_by_a_coordinator_and_makes_a_sentence(west, zuid, desk):
    with scope(zuid.programme):
        theirs = make.NeighbourhoodFactory(name="Pendrecht").pk
    with scope(west.programme):
        one, other = west.neighbourhood, make.NeighbourhoodFactory(name="Zuiderpark")
        for somebody, hood in ((west.chooser, one), (west.free_buddy, other)):
            somebody.person.neighbourhood = hood
            somebody.person.save()
    here = to(west, "near")
    assert "Pendrecht" not in words(desk.get(here))
    first, second = sorted((one, other), key=lambda hood: hood.name)
    assert desk.post(here, {f"near-{first.pk}": [theirs]}).status_code == 422
    assert desk.post(here, {f"near-{first.pk}": [second.pk]}).status_code == 302
    with scope(west.programme):
        west.round.closed_at = west.round.made_at
        west.round.save()
        (card,) = suggest(west.chooser, today=today()).cards([west.free_buddy.pk])
        where = f"in {other.name} en {one.name}"
        assert f"Zij wonen dicht bij elkaar: {where}" in card.why
        assert f"Jullie wonen dicht bij elkaar: {where}" in card.on_card
    assert desk.post(here, {}).status_code == 302
    with scope(west.programme):
        assert not NearPair.objects.exists()


def test_wishes_and_neighbourhoods_cost_as_many_queries_for_twenty_as_for_two(in_west):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            rounds.gather(lot=1)
        return len(counted)

    def choosers(number: int) -> None:
        for _one in range(number):
            round_ = make.ChoiceRoundFactory(made_by=in_west.coordinator)
            make.WishFactory(participant=round_.participant, is_hard=False)
            card = make.ChoiceCardFactory(round=round_, buddy=in_west.free_buddy)
            actions.rank(round=round_, answers={card.pk: "first"}, how=Given.PAPER, by=in_west.coordinator)

    choosers(2)
    few = queries()
    choosers(18)
    assert queries() == few


def test_an_introduction_under_way_goes_on_when_a_wish_is_told_later(in_west):
    introduction = actions.invite_next(round=chosen(in_west), by=in_west.coordinator)
    make.WishFactory(participant=in_west.chooser)
    actions.answer_invitation(introduction=introduction, agrees=True, by=None)
    assert Introduction.objects.get(pk=introduction.pk).is_open


def test_the_wishes_of_another_programme_do_not_exist_here(west, zuid, sign_in):
    theirs = sign_in(member(zuid, Role.COORDINATOR, zuid.free_buddy))
    assert theirs.get(to(west, "wishes", west.chooser.pk)).status_code == 404
