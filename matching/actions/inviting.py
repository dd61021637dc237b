"""Asking a volunteer: always whom the rules of a round give, for one person or for all at once.

The volunteer who is asked follows from matching.rounds; a coordinator can only block, with a reason that is kept.
"""
# ruff: noqa: A002 (a round is called a round here)

import logging
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from buddies.models import Buddy
from participants.models import Participant
from programmes.actions import record
from programmes.jobs import request_job
from programmes.models import Membership
from programmes.refusals import Refused, refusals
from programmes.scope import open_programme_id

from .. import rounds
from ..models import (
    ChoiceCard,
    ChoiceRound,
    Exclusion,
    Ground,
    Introduction,
    MatchingRound,
    RoundLine,
    RoundState,
    Settings,
    Stage,
    Urgency,
    places_free,
    with_places,
)
from . import locking
from .choosing import MOST_CARDS

COMPUTE = "matching.round"
AT_ONCE = 400  # choices: above this a round is computed by a worker

log = logging.getLogger("klik.matching")


def lot_of_the_week(moment: datetime) -> int:
    """The lot of a round. The same all week, so pressing again cannot be used to draw a nicer one."""
    year, week, _day = timezone.localdate(moment).isocalendar()
    digest = salted_hmac("klik.lot", f"{open_programme_id()}:{year}-{week}", algorithm="sha256").digest()
    return int.from_bytes(digest[:6])


def compute_round(*, by: Membership, at: datetime | None = None) -> MatchingRound:
    """Propose a volunteer to everybody who chose. A coordinator.

    Takes the place of a round that was not carried out. Many choices are computed by a worker: the round is then
    `computing` for a while. Raises Refused when a colleague does the same at this moment.
    """
    moment = at or timezone.now()
    with refusals():
        MatchingRound.objects.open().update(state=RoundState.SET_ASIDE, closed_at=moment)
        matching = MatchingRound.objects.create(made_by=by, made_at=moment, lot=lot_of_the_week(moment))
        record("matching.computed", by=by, thing=matching, at=moment)
        if rounds.who_chose(moment).count() > AT_ONCE:
            request_job(kind=COMPUTE, about_id=matching.pk, by=by)
        else:
            fill_round(matching=matching)
    return matching


def fill_round(*, matching: MatchingRound) -> None:
    """Compute a round that is to be computed; one that is there already stays. A round that fails its check is refused:
    nobody can carry it out, and what went in is kept to find out why."""
    locked = MatchingRound.objects.select_for_update(of=("self",)).get(pk=matching.pk)
    if locked.state != RoundState.COMPUTING:
        return
    given = rounds.gather(lot=locked.lot, moment=locked.made_at)
    matching.state = RoundState.PROPOSED
    try:
        lines = rounds.compute(given)
    except rounds.Unstable:
        log.exception("round refused", extra={"round": matching.pk})
        matching.state, lines = RoundState.REFUSED, []
    matching.code, matching.input = rounds.CODE, given.as_json()
    matching.save(update_fields=["state", "code", "input"])
    RoundLine.objects.bulk_create(_line(matching, each, given) for each in lines)


def _line(matching: MatchingRound, line: rounds.Line, given: rounds.Input) -> RoundLine:
    card_id = given.cards[line.participant, line.buddy] if line.buddy is not None else None
    return RoundLine(
        matching=matching, participant_id=line.participant, card_id=card_id, choice=line.choice, why=line.why
    )


def carry_out(*, matching: MatchingRound, by: Membership, at: datetime | None = None) -> list[RoundLine]:
    """Ask every volunteer the round proposes. A coordinator.

    Who chose differently meanwhile, left, was asked by a colleague, or whose volunteer has no place any more is left
    out with the reason, and comes back in the next round. Raises Refused when the round does not lie ready (any more).
    """
    moment = at or timezone.now()
    with refusals():
        locked = MatchingRound.objects.select_for_update(of=("self",)).get(pk=matching.pk)
        if locked.state != RoundState.PROPOSED:
            raise Refused(_("Deze ronde ligt niet meer klaar. Misschien was een collega je voor."))
        lines = list(
            locked.lines.filter(card__isnull=False).select_related(
                "participant__person", "card__round__participant__person", "card__buddy__person"
            )
        )
        for line in lines:
            _carry_out_line(line, locked, by=by, at=moment)
        locked.state, locked.closed_at = RoundState.CARRIED_OUT, moment
        locked.save(update_fields=["state", "closed_at"])
        record("matching.carried_out", by=by, thing=locked, at=moment)
    return lines


def _carry_out_line(line: RoundLine, matching: MatchingRound, *, by: Membership, at: datetime) -> None:
    assert line.card is not None
    try:
        with refusals():
            choice = locking.choice_of(line.card.round)
            locking.waiting(choice.participant)
            _may_invite(choice)
            if choice.ranked_at is None or choice.ranked_at > matching.made_at:
                raise Refused(_("Koos intussen anders."))
            card = next((card for card in choice.still_wanted if card.pk == line.card_id), None)
            if card is None:
                raise Refused(_("Koos intussen anders."))
            if reason := why_not(card, today=timezone.localdate(at)):
                raise Refused(
                    _("%(name)s %(reason)s.") % {"name": card.buddy.person.first_name, "reason": reason}
                )
            line.introduction = _ask(card, choice, by=by, at=at)
    except Refused as refused:
        line.left_out = refused.messages[0][:200]
    line.save(update_fields=["introduction", "left_out"])


def set_aside(*, matching: MatchingRound, by: Membership) -> None:
    """Do nothing with a round; everybody keeps their choice. A coordinator."""
    with refusals():
        if (
            not MatchingRound.objects.open()
            .filter(pk=matching.pk)
            .update(state=RoundState.SET_ASIDE, closed_at=timezone.now())
        ):
            raise Refused(_("Deze ronde ligt niet meer klaar. Misschien was een collega je voor."))
        record("matching.set_aside", by=by, thing=matching)


def invite_next(*, round: ChoiceRound, by: Membership, at: datetime | None = None) -> Introduction:
    """Ask whom a round at this moment gives to this participant, and leave all others for the next round. A coordinator.

    So nobody is passed over for somebody with a lesser claim. Who is full or not deployable keeps their place in the
    choice. Raises Refused when the participant has not chosen, wants to talk first, or when nobody can be asked now.
    """
    moment = at or timezone.now()
    with refusals():
        choice = locking.choice_of(round)
        _may_invite(choice)
        for _attempt in range(
            MOST_CARDS + 1
        ):  # a colleague may take the last place between our look and our question
            matching, line = _round_of_one(choice, by=by, at=moment)
            card = next((card for card in choice.still_wanted if card.pk == line.card_id), None)
            if card is None:
                break
            try:
                with refusals():
                    introduction = _ask(card, choice, by=by, at=moment)
            except Refused:
                if not why_not(card, today=timezone.localdate(moment)):
                    raise
                matching.delete()
            else:
                RoundLine.objects.filter(pk=line.pk).update(introduction=introduction)
                return introduction
        raise Refused(
            _(
                "Van de mensen die gekozen zijn, heeft nu niemand plek. De keuze blijft staan; nieuwe kaarten kan ook."
            )
        )


def what_a_round_gives(choice: ChoiceRound, *, at: datetime | None = None) -> RoundLine:
    """The line (not kept) that a round at this moment would have for this participant. For a coordinator's page."""
    _matching, line = _line_of_one(choice, made_by=None, at=at or timezone.now())
    return line


def _round_of_one(choice: ChoiceRound, *, by: Membership, at: datetime) -> tuple[MatchingRound, RoundLine]:
    """A whole round is computed, and one line of it is kept and used."""
    matching, line = _line_of_one(choice, made_by=by, at=at)
    matching.save()
    line.matching = matching
    line.save()
    return matching, line


def _line_of_one(
    choice: ChoiceRound, *, made_by: Membership | None, at: datetime
) -> tuple[MatchingRound, RoundLine]:
    lot = lot_of_the_week(at)
    given = rounds.gather(lot=lot, moment=at)
    try:
        lines = rounds.compute(given)
    except rounds.Unstable as unstable:
        log.exception("round refused")
        raise Refused(
            _("De berekening klopt niet en wordt niet gebruikt. Neem contact op met ons.")
        ) from unstable
    matching = MatchingRound(
        made_by=made_by,
        made_at=at,
        lot=lot,
        code=rounds.CODE,
        input=given.as_json(),
        is_whole=False,
        state=RoundState.CARRIED_OUT,
        closed_at=at,
    )
    mine = next((each for each in lines if each.participant == choice.participant_id), None)
    return matching, _line(matching, mine or rounds.Line(choice.participant_id, None, None, []), given)


def _ask(card: ChoiceCard, choice: ChoiceRound, *, by: Membership, at: datetime) -> Introduction:
    introduction = Introduction.objects.create(
        participant=choice.participant,
        buddy=card.buddy,
        card=card,
        invited_at=at,
        invited_by=by,
        answer_by=timezone.localdate(at) + timedelta(days=Settings.now().answer_days),
    )
    record("introduction.invited", by=by, about=choice.participant.person, thing=introduction, at=at)
    return introduction


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


def exclude(
    *, participant: Participant, buddy: Buddy, by: Membership, reason: str, ground: Ground = Ground.SAFETY
) -> Exclusion:
    """These two are not brought together. A coordinator; the reason is kept. Doing it twice is doing it once.

    Raises Refused when the participant chose this buddy and the ground is no safety, screening or capacity.
    """
    with refusals():
        exclusion, is_new = Exclusion.objects.get_or_create(
            participant=participant, buddy=buddy, defaults={"by": by, "reason": reason, "ground": ground}
        )
        if is_new:
            why = f"{ground.label}: {reason}"
            record("pair.excluded", by=by, about=participant.person, thing=buddy, reason=why)
    return exclusion


def allow(*, exclusion: Exclusion, by: Membership) -> None:
    """What stood between two people is over. A coordinator; that it was there, and why, stays in the history."""
    with refusals():
        person, buddy = exclusion.participant.person, exclusion.buddy
        exclusion.delete()
        record("pair.allowed", by=by, about=person, thing=buddy)


def set_urgent(*, participant: Participant, by: Membership, reason: str) -> Urgency:
    """This person cannot wait, and comes first among those who want the same volunteer. A coordinator, with a reason."""
    with refusals():
        locking.waiting(participant)
        urgency = Urgency.objects.create(participant=participant, by=by, reason=reason)
        record("participant.urgent", by=by, about=participant.person, thing=urgency, reason=reason)
    return urgency


def end_urgency(*, participant: Participant, by: Membership) -> None:
    """This person waits like everybody else again. A coordinator."""
    with refusals():
        if Urgency.objects.now().filter(participant=participant).update(ended_at=timezone.now()):
            record("participant.not_urgent", by=by, about=participant.person, thing=participant)


def arrange(*, by: Membership, **what: int) -> Settings:
    """Change what counts between two people and how long a volunteer may think. A coordinator.

    Cards and rounds that lie there already stay as they are.
    """
    with refusals():
        settings, _is_new = Settings.objects.update_or_create(programme_id=open_programme_id(), defaults=what)
        told = ", ".join(f"{name} {value}" for name, value in sorted(what.items()))
        record("matching.arranged", by=by, thing=settings, reason=told)
    return settings
