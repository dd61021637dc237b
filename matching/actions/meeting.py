"""Two people meet: the volunteer answers, a day is planned, and each says in private whether it clicked."""

from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from participants.actions import mark_matched
from programmes.actions import record
from programmes.days import add_months
from programmes.models import Membership
from programmes.refusals import Refused, refusals

from ..models import Answer, ChoiceRound, Closing, Given, Introduction, IntroductionState, Match
from . import locking

Side = Literal["participant", "buddy"]


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
        introduction = locking.expect(introduction, IntroductionState.INVITED)
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
        introduction = locking.expect(introduction, IntroductionState.AGREED, IntroductionState.PLANNED)
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
        introduction = locking.expect(introduction, IntroductionState.AGREED, IntroductionState.PLANNED)
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

    May change until both are in. Two yeses start the match; a no means that we look further, without a word of
    rejection. When somebody doubts, a coordinator arranges another meeting or goes on to the next choice. Two yeses
    for whom no match can begin (no place any more) stay, for a coordinator to look at.
    """
    day = on or timezone.localdate()
    with refusals():
        introduction = locking.expect(introduction, IntroductionState.HELD)
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
    elif not introduction.is_in_doubt:
        locking.close(introduction, Closing.NO_KLIK)
        record("introduction.closed", by=by, about=introduction.participant.person, thing=introduction, at=on)


def start_match(*, introduction: Introduction, by: Membership | None, on: date | None = None) -> Match:
    """Begin the match of two people who both said yes. Comes by itself after the second yes; a coordinator when
    that could not be then. Raises Refused without two yeses, without a place, or when there is a match."""
    with refusals():
        introduction = locking.expect(introduction, IntroductionState.HELD)
        return _begin(introduction, by=by, on=on or timezone.localdate())


def _begin(introduction: Introduction, *, by: Membership | None, on: date) -> Match:
    participant = locking.waiting(introduction.participant)
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
        introduction = locking.expect(
            introduction,
            IntroductionState.INVITED,
            IntroductionState.AGREED,
            IntroductionState.PLANNED,
            IntroductionState.HELD,
        )
        locking.close(introduction, Closing.WITHDRAWN)
        person = introduction.participant.person
        record("introduction.withdrawn", by=by, about=person, thing=introduction, reason=reason, at=at)
    return introduction


def expire(*, introduction: Introduction, by: Membership, at: datetime | None = None) -> Introduction:
    """The agreed days went by without an answer; the next choice can be asked. A coordinator.

    Raises Refused before the agreed day, so that a volunteer gets the time they were promised.
    """
    moment = at or timezone.now()
    with refusals():
        introduction = locking.expect(introduction, IntroductionState.INVITED)
        if not introduction.is_late(timezone.localdate(moment)):
            raise Refused(_("De afgesproken tijd om te antwoorden is nog niet voorbij."))
        locking.close(introduction, Closing.EXPIRED)
        person = introduction.participant.person
        record("introduction.expired", by=by, about=person, thing=introduction, at=moment)
    return introduction


def meet_again(*, introduction: Introduction, by: Membership, at: datetime | None = None) -> Introduction:
    """Somebody doubts: the two meet once more. A coordinator. Their answers are kept; the new meeting asks anew."""
    moment = at or timezone.now()
    with refusals():
        earlier = locking.expect(introduction, IntroductionState.HELD)
        if not earlier.is_in_doubt:
            raise Refused(_("Nog een keer ontmoeten kan als iemand twijfelt en niemand nee zei."))
        locking.close(earlier, Closing.AGAIN)
        again = Introduction.objects.create(
            participant=earlier.participant,
            buddy=earlier.buddy,
            card=earlier.card,
            state=IntroductionState.AGREED,
            invited_at=moment,
            invited_by=by,
        )
        record("introduction.again", by=by, about=again.participant.person, thing=again, at=moment)
    return again


def look_further(*, introduction: Introduction, by: Membership, at: datetime | None = None) -> Introduction:
    """Somebody doubts, and after talking we look further. A coordinator; the next choice can be asked."""
    with refusals():
        introduction = locking.expect(introduction, IntroductionState.HELD)
        if not introduction.is_in_doubt:
            raise Refused(_("Dit kan als iemand twijfelt en niemand nee zei."))
        locking.close(introduction, Closing.NO_KLIK)
        person = introduction.participant.person
        record("introduction.closed", by=by, about=person, thing=introduction, at=at)
    return introduction
