"""From cards to a couple. The participant chooses; coordinators open doors; PostgreSQL holds what may never happen."""
# ruff: noqa: A002 (a round is called a round here)

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from buddies.models import Buddy
from participants.actions import mark_guided, mark_matched, mark_waiting
from participants.models import Participant, Status
from programmes.actions import record
from programmes.days import add_months
from programmes.models import Membership
from programmes.refusals import Refused, refusals

from . import suggestions
from .models import (
    Answer,
    CardAnswer,
    ChoiceCard,
    ChoiceRound,
    Closing,
    EndReason,
    Exclusion,
    Given,
    Introduction,
    IntroductionState,
    Match,
    Stage,
    places_free,
    with_places,
)

FEWEST_CARDS, MOST_CARDS = 2, 5
LOOKS_AGAIN = {EndReason.STOPPED_PARTICIPANT, EndReason.STOPPED_BUDDY, EndReason.OTHER}

Side = Literal["participant", "buddy"]


def make_round(
    *, participant: Participant, buddies: Sequence[Buddy], by: Membership, at: datetime | None = None
) -> ChoiceRound:
    """Put two to five cards before a participant who waits. A coordinator.

    The reasons are kept as they are shown. Takes the place of an earlier round that led nowhere. Raises Refused
    when one of the buddies cannot be shown, or a choice is under way (perhaps of a colleague).
    """
    moment = at or timezone.now()
    with refusals():
        participant = _lock_waiting(participant)
        chosen = list(dict.fromkeys(buddy.pk for buddy in buddies))
        if not FEWEST_CARDS <= len(chosen) <= MOST_CARDS:
            raise Refused(_("Kies twee of drie mensen, en hooguit vijf. Dan is er iets te kiezen."))
        _make_way(participant, by=by, at=moment)
        can_be_shown = {
            card.buddy.pk: card for card in suggestions.suggest(participant, today=timezone.localdate(moment))
        }
        for buddy in buddies:
            if buddy.pk not in can_be_shown:
                raise Refused(
                    _("%(name)s kan nu niet op een kaart: geen plek, niet inzetbaar of niet passend.")
                    % {"name": buddy.person.first_name}
                )
        choice = ChoiceRound.objects.create(participant=participant, made_by=by, made_at=moment)
        for position, pk in enumerate(chosen, 1):
            card = can_be_shown[pk]
            ChoiceCard.objects.create(round=choice, buddy=card.buddy, position=position, reasons=card.on_card)
        record("round.made", by=by, about=participant.person, thing=choice, at=moment)
    return choice


def _make_way(participant: Participant, *, by: Membership, at: datetime) -> None:
    """Close a round that led nowhere; leave one that is under way to the database's refusal."""
    earlier = participant.rounds.open().with_cards().first()
    if earlier is not None and earlier.stage in {Stage.NOBODY_LEFT, Stage.TALK}:
        close_round(round=earlier, by=by, at=at)


def rank(
    *,
    round: ChoiceRound,
    answers: Mapping[int, str],
    how: Given,
    by: Membership | None,
    at: datetime | None = None,
) -> ChoiceRound:
    """Write down the participant's choice: card id → "first", "also" or "rather_not"; a card left out is unanswered.

    The participant, or a coordinator who fills it in with them (`how` says so). The last one counts, until the
    first invitation: then Refused. Of two first choices the database takes one.
    """
    moment = at or timezone.now()
    with refusals():
        choice = _locked(round)
        cards = {card.pk: card for card in choice.cards.all()}
        if any(card.introductions.all() for card in cards.values()):
            raise Refused(
                _("We hebben al iemand gevraagd. Wil je toch iets anders? Zeg dan dat je eerst wilt praten.")
            )
        if not answers or not set(answers) <= set(cards):
            raise Refused(_("Deze kaarten horen niet bij deze keuze. Kijk opnieuw."))
        choice.cards.update(tier=None, rather_not=False)
        for pk, card in cards.items():
            _answer_card(card, answers.get(pk, ""))
        choice.ranked_at, choice.ranked_how, choice.wants_to_talk = moment, how, False
        choice.save(update_fields=["ranked_at", "ranked_how", "wants_to_talk"])
        record("round.ranked", by=by, about=choice.participant.person, thing=choice, reason=how, at=moment)
    return choice


def _answer_card(card: ChoiceCard, answer: str) -> None:
    tiers = {CardAnswer.FIRST: 1, CardAnswer.ALSO: 2}
    card.tier = tiers.get(CardAnswer(answer)) if answer else None
    card.rather_not = answer == CardAnswer.RATHER_NOT
    card.save(update_fields=["tier", "rather_not"])


def talk_first(*, round: ChoiceRound, by: Membership | None, at: datetime | None = None) -> None:
    """The participant wants to talk before going on; nobody is asked until then. Always possible, asks no reason."""
    with refusals():
        choice = _locked(round)
        choice.wants_to_talk = True
        choice.save(update_fields=["wants_to_talk"])
        record("round.talk_first", by=by, about=choice.participant.person, thing=choice, at=at)


def talked(*, round: ChoiceRound, by: Membership, at: datetime | None = None) -> None:
    """The talk was held, and the choice goes on as it lies. A coordinator."""
    with refusals():
        choice = _locked(round)
        choice.wants_to_talk = False
        choice.save(update_fields=["wants_to_talk"])
        record("round.talked", by=by, about=choice.participant.person, thing=choice, at=at)


def close_round(*, round: ChoiceRound, by: Membership, at: datetime | None = None) -> None:
    """Take the cards away, so that there can be new ones. A coordinator. Refused while somebody is asked."""
    moment = at or timezone.now()
    with refusals():
        choice = _locked(round)
        if choice.introduction is not None:
            raise Refused(_("Er loopt een kennismaking. Trek die eerst in."))
        choice.closed_at = moment
        choice.save(update_fields=["closed_at"])
        record("round.closed", by=by, about=choice.participant.person, thing=choice, at=moment)


def invite_next(*, round: ChoiceRound, by: Membership, at: datetime | None = None) -> Introduction:
    """Ask the best-placed buddy of the participant's choice who has room now. A coordinator.

    Who is full or not deployable is passed over and keeps the place in the choice. Raises Refused when the
    participant has not chosen, wants to talk first, or when nobody is left to ask.
    """
    moment = at or timezone.now()
    with refusals():
        choice = _locked(round)
        _may_invite(choice)
        for card in choice.still_wanted:
            introduction = _invite(card, choice, by=by, at=moment)
            if introduction is not None:
                person = choice.participant.person
                record("introduction.invited", by=by, about=person, thing=introduction, at=moment)
                return introduction
        raise Refused(
            _(
                "Van de mensen die gekozen zijn, heeft nu niemand plek. De keuze blijft staan; nieuwe kaarten kan ook."
            )
        )


def _may_invite(choice: ChoiceRound) -> None:
    words = {
        Stage.CHOOSING: _("Er is nog niet gekozen."),
        Stage.TALK: _("Deze persoon wil eerst praten. Bel of ga langs voor je iemand vraagt."),
        Stage.NOBODY_LEFT: _("Er is niemand meer over om te vragen. Maak nieuwe kaarten of praat samen."),
    }
    if choice.stage != Stage.CHOSEN:
        raise Refused(
            words.get(
                choice.stage,
                _("Er is al iemand gevraagd, misschien door een collega. Bekijk de pagina opnieuw."),
            )
        )


def _invite(card: ChoiceCard, choice: ChoiceRound, *, by: Membership, at: datetime) -> Introduction | None:
    """None when there is no place (any more): a colleague may take the last one between our look and our question."""
    if why_not(card, today=timezone.localdate(at)):
        return None
    try:
        with refusals():
            return Introduction.objects.create(
                participant=choice.participant, buddy=card.buddy, card=card, invited_at=at, invited_by=by
            )
    except Refused:
        if why_not(card, today=timezone.localdate(at)):
            return None
        raise


def why_not(card: ChoiceCard, *, today: date) -> str:
    """Why this buddy cannot be asked now, in words for a coordinator; empty when they can."""
    if card.introductions.all():
        return _("is al gevraagd")
    if card.buddy.exclusions.filter(participant_id=card.round.participant_id).exists():
        return _("wordt niet voorgesteld")
    buddy = with_places(Buddy.objects.deployable(today)).filter(pk=card.buddy_id).first()
    if buddy is None:
        return _("is nu niet inzetbaar")
    return "" if places_free(buddy) > 0 else _("is nu vol")


def answer_invitation(
    *,
    introduction: Introduction,
    agrees: bool,
    by: Membership | None,
    reason: str = "",
    at: datetime | None = None,
) -> Introduction:
    """The buddy says whether they want to meet; the reason is for coordinators only. The buddy, or a coordinator
    who heard it. After a no the participant's next choice can be asked."""
    with refusals():
        introduction = _expect(introduction, IntroductionState.INVITED)
        introduction.state = IntroductionState.AGREED if agrees else IntroductionState.CLOSED
        introduction.closing = "" if agrees else Closing.DECLINED
        introduction.buddy_reason = reason
        introduction.save(update_fields=["state", "closing", "buddy_reason"])
        verb = "introduction.agreed" if agrees else "introduction.declined"
        record(verb, by=by, about=introduction.participant.person, thing=introduction, at=at)
    return introduction


def plan_meeting(*, introduction: Introduction, at: datetime, place: str, by: Membership) -> Introduction:
    """Put down when and where the two meet; planning again moves it. A coordinator."""
    with refusals():
        introduction = _expect(introduction, IntroductionState.AGREED, IntroductionState.PLANNED)
        introduction.state = IntroductionState.PLANNED
        introduction.planned_for, introduction.place = at, place
        introduction.save(update_fields=["state", "planned_for", "place"])
        person = introduction.participant.person
        record("introduction.planned", by=by, about=person, thing=introduction, at=min(at, timezone.now()))
    return introduction


def hold_meeting(*, introduction: Introduction, on: date, by: Membership) -> Introduction:
    """The two met; from here each is asked in private. A coordinator."""
    with refusals():
        if on > timezone.localdate():
            raise Refused(_("Deze dag komt nog. Kies vandaag of eerder."))
        introduction = _expect(introduction, IntroductionState.AGREED, IntroductionState.PLANNED)
        introduction.state, introduction.held_on = IntroductionState.HELD, on
        introduction.save(update_fields=["state", "held_on"])
        record("introduction.held", by=by, about=introduction.participant.person, thing=introduction, at=on)
    return introduction


def answer_klik(
    *,
    introduction: Introduction,
    side: Side,
    answer: Answer,
    by: Membership | None,
    how: Given = Given.OWN_DEVICE,
    reason: str = "",
    on: date | None = None,
) -> Introduction:
    """One of the two says in private whether it clicked: they themselves, or a coordinator for a participant (`how`).

    May change until both are in. Two yeses start the match; otherwise we look further, without a word of rejection.
    Two yeses for whom no match can begin (no place any more) stay, for a coordinator to look at.
    """
    day = on or timezone.localdate()
    with refusals():
        introduction = _expect(introduction, IntroductionState.HELD)
        is_over = introduction.both_answered
        if is_over:
            raise Refused(_("Jullie hebben allebei al geantwoord."))
        if side == "participant":
            introduction.participant_answer, introduction.participant_reason = answer, reason
            introduction.participant_answered_how = how
        else:
            introduction.buddy_answer, introduction.buddy_reason = answer, reason
        introduction.save(
            update_fields=[
                "participant_answer",
                "participant_reason",
                "participant_answered_how",
                "buddy_answer",
                "buddy_reason",
            ]
        )
        record(f"introduction.{side}_answered", by=by, thing=introduction, reason=how, at=day)
        if introduction.both_answered:
            _conclude(introduction, by=by, on=day)
    return introduction


def _conclude(introduction: Introduction, *, by: Membership | None, on: date) -> None:
    if introduction.participant_answer == introduction.buddy_answer == Answer.YES:
        try:
            with refusals():
                _begin(introduction, by=by, on=on)
        except Refused as refused:
            person = introduction.participant.person
            record("match.waits", by=by, about=person, thing=introduction, reason=refused.messages[0], at=on)
    else:
        _close(introduction, Closing.NO_KLIK)
        record("introduction.closed", by=by, about=introduction.participant.person, thing=introduction, at=on)


def start_match(*, introduction: Introduction, by: Membership | None, on: date | None = None) -> Match:
    """Begin the match of two people who both said yes. Comes by itself after the second yes; a coordinator when
    that could not be then. Raises Refused without two yeses, without a place, or when there is a match."""
    with refusals():
        introduction = _expect(introduction, IntroductionState.HELD)
        return _begin(introduction, by=by, on=on or timezone.localdate())


def _begin(introduction: Introduction, *, by: Membership | None, on: date) -> Match:
    participant = _lock_waiting(introduction.participant)
    programme = introduction.programme
    match = Match.objects.create(
        introduction=introduction,
        participant=participant,
        buddy=introduction.buddy,
        starts_on=on,
        intended_end=add_months(on, programme.match_months),
        contact_days=programme.contact_days,
    )
    introduction.state = IntroductionState.MATCHED
    introduction.save(update_fields=["state"])
    ChoiceRound.objects.open().filter(participant=participant).update(closed_at=timezone.now())
    mark_matched(participant=participant)
    record("match.started", by=by, about=participant.person, thing=match, at=on)
    return match


def withdraw(
    *, introduction: Introduction, by: Membership, reason: str, at: datetime | None = None
) -> Introduction:
    """Stop an introduction that cannot go on (no answer, safety, someone left); the reason is kept. A coordinator."""
    with refusals():
        introduction = _expect(
            introduction,
            IntroductionState.INVITED,
            IntroductionState.AGREED,
            IntroductionState.PLANNED,
            IntroductionState.HELD,
        )
        _close(introduction, Closing.WITHDRAWN)
        person = introduction.participant.person
        record("introduction.withdrawn", by=by, about=person, thing=introduction, reason=reason, at=at)
    return introduction


def exclude(*, participant: Participant, buddy: Buddy, by: Membership, reason: str) -> Exclusion:
    """These two are never shown to each other: they know each other, or it would not be safe. A coordinator."""
    with refusals():
        exclusion, is_new = Exclusion.objects.get_or_create(
            participant=participant, buddy=buddy, defaults={"by": by, "reason": reason}
        )
        if is_new:
            record("pair.excluded", by=by, about=participant.person, thing=buddy, reason=reason)
    return exclusion


def end_match(
    *,
    match: Match,
    on: date,
    reason: EndReason,
    by: Membership,
    aftercare: bool = False,
    looks_again: bool | None = None,
) -> Match:
    """Round off a match; plan and history stay. A coordinator.

    `looks_again` puts the participant back among those who wait; left out, the reason decides. `aftercare` keeps
    an eye on someone for the programme's months of aftercare.
    """
    with refusals():
        match = Match.objects.select_for_update(of=("self",)).with_people().get(pk=match.pk)
        if match.ended_on is not None:
            raise Refused(_("Deze match is al afgerond, misschien door een collega."))
        match.ended_on, match.end_reason = on, reason
        match.aftercare_until = add_months(on, match.programme.aftercare_months) if aftercare else None
        match.save(update_fields=["ended_on", "end_reason", "aftercare_until"])
        if reason in LOOKS_AGAIN if looks_again is None else looks_again:
            mark_waiting(participant=match.participant, since=on)
        else:
            mark_guided(participant=match.participant)
        record("match.ended", by=by, about=match.participant.person, thing=match, reason=reason, at=on)
    return match


def _lock_waiting(participant: Participant) -> Participant:
    """The participant as they are now, for us alone. Refused when they do not wait (any more)."""
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if locked.status != Status.WAITING:
        raise Refused(_("Deze persoon wacht nu niet op een match."))
    return locked


def _locked(round: ChoiceRound) -> ChoiceRound:
    """The round as it is now, for us alone. Refused when it is over."""
    choice = ChoiceRound.objects.with_cards().select_for_update(of=("self",)).get(pk=round.pk)
    if choice.closed_at is not None:
        raise Refused(_("Deze keuze is al afgerond. Kijk opnieuw waar jullie zijn."))
    return choice


def _expect(introduction: Introduction, *states: IntroductionState) -> Introduction:
    """The introduction as it is now, for us alone. Refused when somebody was here first."""
    locked = Introduction.objects.with_people().select_for_update(of=("self",)).get(pk=introduction.pk)
    if locked.state not in states:
        raise Refused(_("Dit is al gebeurd, misschien door een collega. Bekijk de pagina opnieuw."))
    return locked


def _close(introduction: Introduction, closing: Closing) -> None:
    introduction.state, introduction.closing = IntroductionState.CLOSED, closing
    introduction.save(update_fields=["state", "closing"])
