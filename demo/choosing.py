"""From cards to a klik: the participant's choice, the invitation, the meeting and two answers, as far as the story goes."""

from datetime import date

from buddies.models import Gender
from matching import actions, fit, suggestions
from matching.models import Answer, CardAnswer, ChoiceRound, Given, Introduction, Match, WishKind
from programmes.models import Membership

from . import texts
from .clock import at
from .company import Company, Guest, Volunteer
from .guests import welcome

LONGEST_LIST = 40
OTHER_ANSWERS = (CardAnswer.ALSO, CardAnswer.ALSO, CardAnswer.RATHER_NOT)


def waits(company: Company, turn: int) -> None:
    """On the waiting list, some for a long time; the first one wants a woman beside her and nobody else."""
    guest = welcome(company, company.dice.randint(9, 95))
    if turn == 0:
        _wish(company, guest, WishKind.GENDER, Gender.WOMAN, is_hard=True)
        _wish(company, guest, WishKind.NEAR)


def chooses_now(company: Company, turn: int) -> None:
    """The cards lie ready. The first one is the persona."""
    guest = welcome(company, 33, name=company.facts.choosing_persona if turn == 0 else None)
    if turn == 0:
        _wish(company, guest, WishKind.GENDER, Gender.WOMAN)
    show_cards(company, guest, 3)


def wants_to_talk(company: Company, _turn: int) -> None:
    guest = welcome(company, 41)
    actions.talk_first(
        round=show_cards(company, guest, 6)[0], by=guest.membership, at=company.clock.moment(2, 19)
    )


def has_chosen(company: Company, turn: int) -> None:
    """A choice that nobody acted upon yet."""
    guest = welcome(company, 38 + turn)
    choose(company, guest, shown=5, chosen=1 + turn)


def is_invited(company: Company, _turn: int) -> None:
    guest = welcome(company, 45)
    _invite(company, choose(company, guest, shown=10, chosen=7)[0], 3)


def wants_to_meet(company: Company, _turn: int) -> None:
    """The volunteer would like to; a day is still to be found."""
    guest = welcome(company, 47)
    introduction = _invite(company, choose(company, guest, shown=12, chosen=9)[0], 6)
    _agree(company, introduction, 2)


def will_meet(company: Company, turn: int) -> None:
    guest = welcome(company, 52)
    introduction = _agree(company, _invite(company, choose(company, guest, shown=15, chosen=12)[0], 9), 6)
    _plan(company, introduction, company.clock.day(-1 - turn))


def has_met(company: Company, _turn: int) -> None:
    _meeting_of(company, welcome(company, 58), ago=1)


def first_answer(company: Company, _turn: int) -> None:
    """They met; one has answered, the other takes the time."""
    guest = welcome(company, 63)
    introduction, volunteer = _meeting_of(company, guest, ago=4)
    _volunteer_says(company, introduction, volunteer, Answer.YES, company.clock.day(2))


def second_choice(company: Company, _turn: int) -> None:
    """They met and there was no klik; somebody else of the choice can be asked."""
    guest = welcome(company, 74)
    introduction, volunteer = _meeting_of(company, guest, ago=9, also_good=True)
    _volunteer_says(company, introduction, volunteer, Answer.YES, company.clock.day(8))
    _participant_says(
        company,
        guest,
        introduction,
        Answer.NO,
        on=company.clock.day(7),
        reason=company.no_reasons.draw(),
    )
    volunteer.places += 1


def does_not_answer(company: Company, _turn: int) -> None:
    """Asked, and the agreed days went by."""
    guest = welcome(company, 55)
    _invite(company, choose(company, guest, shown=19, chosen=16)[0], 12)


def doubts(company: Company, _turn: int) -> None:
    """They met, and one of them is not sure: they may meet once more."""
    guest = welcome(company, 66)
    introduction, volunteer = _meeting_of(company, guest, ago=6)
    _volunteer_says(company, introduction, volunteer, Answer.YES, company.clock.day(5))
    day = company.clock.day(4)
    _participant_says(company, guest, introduction, Answer.DOUBT, on=day, reason=texts.DOUBT)


def wants_the_same(company: Company, turn: int) -> None:
    """Several people want the volunteer with the fewest places: a round has something to decide. One cannot wait."""
    scarce = min((each for each in company.deployed if each.places > 0), key=lambda v: (v.places, v.buddy.pk))
    guest = welcome(company, (30, 93, 37, 64)[turn % 4])
    choose(company, guest, shown=4, chosen=2, wanted=scarce, also_good=turn % 2 == 0)
    if turn == 2:
        actions.set_urgent(participant=guest.participant, by=company.coordinator, reason=texts.URGENT)


def begin_match(
    company: Company, guest: Guest, began: int, *, volunteer: Volunteer | None = None
) -> tuple[Match, Volunteer]:
    """Everything from the cards to the second yes, which begins the match so many days ago."""
    introduction, chosen = _meeting_of(company, guest, ago=began + 7, wanted=volunteer)
    clock = company.clock
    _participant_says(
        company, guest, introduction, Answer.YES, on=clock.day(began + 6), reason=company.yes_reasons.draw()
    )
    _volunteer_says(company, introduction, chosen, Answer.YES, clock.day(began))
    return Match.objects.select_related("participant__person", "buddy__person").get(
        introduction=introduction
    ), chosen


def show_cards(
    company: Company, guest: Guest, ago: int, *, wanted: Volunteer | None = None
) -> tuple[ChoiceRound, list[Volunteer]]:
    """Two or three cards, as a coordinator would lay them: who fits best, spread over who has room."""
    volunteers = _shortlist(company, guest, ago, wanted)
    choice = actions.make_round(
        participant=guest.participant,
        buddies=[volunteer.buddy for volunteer in sorted(volunteers, key=lambda each: each.buddy.pk)],
        by=company.coordinator,
        at=company.clock.moment(ago, 11),
    )
    return choice, volunteers


def choose(
    company: Company,
    guest: Guest,
    *,
    shown: int,
    chosen: int,
    wanted: Volunteer | None = None,
    also_good: bool = False,
) -> tuple[ChoiceRound, Volunteer]:
    """The participant orders the cards: on their own phone, or on the tablet or on paper with the coordinator."""
    choice, volunteers = show_cards(company, guest, shown, wanted=wanted)
    place = {volunteer.buddy.pk: number for number, volunteer in enumerate(volunteers)}
    answers: dict[int, str] = {}
    for card in choice.cards.all():
        if place[card.buddy_id] == 0:
            answers[card.pk] = CardAnswer.FIRST
        else:
            answers[card.pk] = CardAnswer.ALSO if also_good else company.dice.choice(OTHER_ANSWERS)
    by, how = _way_of(company, guest)
    actions.rank(round=choice, answers=answers, how=how, by=by, at=company.clock.moment(chosen, 14))
    return choice, volunteers[0]


def _shortlist(company: Company, guest: Guest, ago: int, wanted: Volunteer | None) -> list[Volunteer]:
    """Who is laid down; the first of them is whom the participant will like best."""
    with_room = [each for each in company.deployed if each.places > 0 and each is not wanted]
    there = [each for each in with_room if each.ready >= ago]
    able = there if len(there) > 1 else with_room
    if len(able) > LONGEST_LIST:
        able = company.dice.sample(able, LONGEST_LIST)
    seeker = suggestions.as_seeker(guest.participant, {})
    by_id = {each.buddy.pk: each for each in able}
    best = [by_id[each.helper.id] for each in fit.shortlist(seeker, [v.helper for v in able])][:4]
    best.sort(key=lambda each: -each.places)
    cards = [wanted, *best] if wanted else best
    return cards[: 2 if len(cards) > 2 and company.dice.random() < 0.2 else 3]


def _meeting_of(
    company: Company, guest: Guest, *, ago: int, wanted: Volunteer | None = None, also_good: bool = False
) -> tuple[Introduction, Volunteer]:
    choice, _first = choose(
        company, guest, shown=ago + 18, chosen=ago + 15, wanted=wanted, also_good=also_good
    )
    introduction = _agree(company, _invite(company, choice, ago + 13), ago + 10)
    day = company.clock.day(ago)
    _plan(company, introduction, day)
    introduction = actions.hold_meeting(introduction=introduction, on=day, by=company.coordinator)
    return introduction, company.volunteer(introduction.buddy_id)


def _invite(company: Company, choice: ChoiceRound, ago: int) -> Introduction:
    introduction = actions.invite_next(
        round=choice, by=company.coordinator, at=company.clock.moment(ago, 9, 30)
    )
    company.volunteer(introduction.buddy_id).places -= 1
    return introduction


def _agree(company: Company, introduction: Introduction, ago: int) -> Introduction:
    return actions.answer_invitation(
        introduction=introduction,
        agrees=True,
        by=company.volunteer(introduction.buddy_id).membership,
        at=company.clock.moment(ago, 20),
    )


def _plan(company: Company, introduction: Introduction, day: date) -> None:
    actions.plan_meeting(
        introduction=introduction,
        at=at(day, company.dice.choice((10, 11, 14, 15))),
        place=company.meeting_places.draw(),
        by=company.coordinator,
    )


def _participant_says(
    company: Company, guest: Guest, introduction: Introduction, answer: Answer, *, on: date, reason: str
) -> None:
    by, how = _way_of(company, guest)
    actions.answer_klik(
        introduction=introduction, side="participant", answer=answer, by=by, how=how, reason=reason, on=on
    )


def _volunteer_says(
    company: Company, introduction: Introduction, volunteer: Volunteer, answer: Answer, on: date
) -> None:
    actions.answer_klik(
        introduction=introduction,
        side="buddy",
        answer=answer,
        by=volunteer.membership,
        reason=company.yes_reasons.draw(),
        on=on,
    )


def _wish(company: Company, guest: Guest, kind: WishKind, what: str = "", *, is_hard: bool = False) -> None:
    by, how = _way_of(company, guest)
    actions.wish_for(participant=guest.participant, kind=kind, what=what, is_hard=is_hard, by=by, how=how)


def _way_of(company: Company, guest: Guest) -> tuple[Membership, Given]:
    if guest.membership:
        return guest.membership, Given.OWN_DEVICE
    return company.coordinator, company.dice.choice((Given.TABLET, Given.TABLET, Given.PAPER))
