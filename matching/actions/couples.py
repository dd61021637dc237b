"""A match that runs: standing still for a while, the question after the trial period, and rounding it off."""

from datetime import date

from django.utils.translation import gettext as _

from participants.actions import mark_guided, mark_waiting
from programmes.actions import record
from programmes.days import add_months
from programmes.models import Membership
from programmes.refusals import Refused, refusals

from ..models import EndedBy, EndReason, Given, Match, TrialAnswer

ENDED_BY = {EndReason.STOPPED_PARTICIPANT: EndedBy.PARTICIPANT, EndReason.STOPPED_BUDDY: EndedBy.BUDDY}
LOOKS_AGAIN = {EndReason.STOPPED_PARTICIPANT, EndReason.STOPPED_BUDDY, EndReason.OTHER}


def end_match(
    *,
    match: Match,
    on: date,
    reason: EndReason,
    by: Membership,
    ended_by: EndedBy | None = None,
    aftercare: bool = False,
    looks_again: bool | None = None,
) -> Match:
    """Round off a match; plan and history stay. A coordinator.

    `ended_by` is who wanted it; left out, the reason tells, and otherwise the two together. `looks_again` puts the
    participant back among those who wait; left out, the reason decides. `aftercare` keeps an eye on someone for the
    programme's months of aftercare.
    """
    with refusals():
        match = _running(match)
        match.ended_on, match.end_reason, match.paused_since = on, reason, None
        match.ended_by = ended_by or ENDED_BY.get(EndReason(reason), EndedBy.TOGETHER)
        match.end_noted_by = by
        match.aftercare_until = add_months(on, match.programme.aftercare_months) if aftercare else None
        match.save(
            update_fields=[
                "ended_on",
                "end_reason",
                "ended_by",
                "end_noted_by",
                "paused_since",
                "aftercare_until",
            ]
        )
        if reason in LOOKS_AGAIN if looks_again is None else looks_again:
            mark_waiting(participant=match.participant, since=on)
        else:
            mark_guided(participant=match.participant)
        record("match.ended", by=by, about=match.participant.person, thing=match, reason=reason, at=on)
    return match


def pause_match(*, match: Match, on: date, reason: str, by: Membership) -> Match:
    """The two do not meet for a while (ill, a busy time); plan, place and history stay. A coordinator."""
    with refusals():
        match = _running(match)
        if match.paused_since is not None:
            raise Refused(_("Deze match staat al even stil."))
        match.paused_since = on
        match.save(update_fields=["paused_since"])
        record("match.paused", by=by, about=match.participant.person, thing=match, reason=reason, at=on)
    return match


def resume_match(*, match: Match, by: Membership) -> Match:
    """The two meet again. A coordinator."""
    with refusals():
        match = _running(match)
        if match.paused_since is not None:
            match.paused_since = None
            match.save(update_fields=["paused_since"])
            record("match.resumed", by=by, about=match.participant.person, thing=match)
    return match


def answer_trial(
    *, match: Match, answer: TrialAnswer, by: Membership | None, how: Given = Given.OWN_DEVICE, on: date
) -> Match:
    """What the participant says after the trial period; may be said again.

    By the participant, or by a coordinator for them.
    """
    with refusals():
        match = _running(match)
        match.trial_answer, match.trial_answered_on, match.trial_answered_how = answer, on, how
        match.save(update_fields=["trial_answer", "trial_answered_on", "trial_answered_how"])
        record("match.trial_answered", by=by, about=match.participant.person, thing=match, reason=how, at=on)
    return match


def _running(match: Match) -> Match:
    locked = Match.objects.select_for_update(of=("self",)).with_people().get(pk=match.pk)
    if locked.ended_on is not None:
        raise Refused(_("Deze match is al afgerond, misschien door een collega."))
    return locked
