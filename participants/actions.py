"""What happens to people who look for a buddy: from sign-up to welcome, elsewhere or moving on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Unpack
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.actions import PersonDescription, add_person, describe_person, record
from programmes.models import Door, Membership, Neighbourhood
from programmes.names import Name
from programmes.refusals import Refused, refusals

from .models import Consent, Decision, Intake, OutflowReason, Participant, Purpose, Referral, Status


def sign_up(
    *,
    name: Name,
    door: Door = Door.SELF,
    email: str = "",
    phone: str = "",
    how_to_reach: str = "",
    neighbourhood: Neighbourhood | None = None,
    languages: Sequence[str] = (),
    available: Sequence[str] = (),
    hoped_for: str = "",
    signed_up_by: str = "",
    form_key: UUID | None = None,
    at: datetime | None = None,
) -> Participant:
    """Someone asks for a buddy: for themself, their family or someone who agreed. Anyone, without an account.

    The same form sent twice (one `form_key`) gives the participant there is.
    """
    moment = at or timezone.now()
    try:
        with refusals():
            person = add_person(
                name=name,
                email=email,
                phone=phone,
                neighbourhood=neighbourhood,
                how_to_reach=how_to_reach,
                languages=list(languages),
                available=list(available),
            )
            participant = Participant.objects.create(
                person=person, source=door, applied_at=moment, hoped_for=hoped_for
            )
            Referral.objects.create(
                participant=participant, signed_up_by=signed_up_by, received_at=moment, form_key=form_key
            )
            _agree(participant, Purpose.TAKE_PART, given_by=signed_up_by or person.full_name, at=moment)
            record("participant.signed_up", by=None, about=person, thing=participant, at=moment)
    except Refused:
        earlier = _sent_before(form_key)
        if earlier is None:
            raise
        return earlier
    return participant


def refer(
    *,
    name: Name,
    referrer: Membership,
    short_goal: str,
    phone: str = "",
    email: str = "",
    how_to_reach: str = "",
    neighbourhood: Neighbourhood | None = None,
    form_key: UUID | None = None,
    at: datetime | None = None,
) -> Participant:
    """A referrer brings in someone who knows and agrees, with a short goal. Signed-in referrers only."""
    moment = at or timezone.now()
    try:
        with refusals():
            person = add_person(
                name=name, email=email, phone=phone, neighbourhood=neighbourhood, how_to_reach=how_to_reach
            )
            participant = Participant.objects.create(person=person, source=Door.REFERRER, applied_at=moment)
            Referral.objects.create(
                participant=participant,
                partner=referrer.partner,
                referrer=referrer,
                signed_up_by=referrer.person.full_name,
                short_goal=short_goal,
                received_at=moment,
                form_key=form_key,
            )
            for purpose in (Purpose.TAKE_PART, Purpose.REFERRER_HEARS):
                _agree(participant, purpose, given_by=referrer.person.full_name, at=moment)
            record("participant.referred", by=referrer, about=person, thing=participant, at=moment)
    except Refused:
        earlier = _sent_before(form_key)
        if earlier is None:
            raise
        return earlier
    return participant


def _agree(participant: Participant, purpose: Purpose, *, given_by: str, at: datetime) -> None:
    Consent.objects.create(
        participant=participant, purpose=purpose, given_on=timezone.localdate(at), given_by=given_by[:120]
    )


def _sent_before(form_key: UUID | None) -> Participant | None:
    """Who came in with this very form before, if anyone."""
    referral = Referral.objects.filter(form_key=form_key, form_key__isnull=False).first()
    return referral.participant if referral else None


def accept(
    *,
    participant: Participant,
    by: Membership,
    held_on: date,
    household: str = "",
    gives_rest: str = "",
    gives_stress: str = "",
    talents: str = "",
    languages: Sequence[str] = (),
    available: Sequence[str] = (),
    neighbourhood: Neighbourhood | None = None,
) -> Intake:
    """Welcome someone after a first conversation. A coordinator.

    From here they wait for a buddy, or are guided where the programme does not work one to one. Raises Refused
    when the sign-up was answered already. Languages, times and neighbourhood that are left empty stay as they were.
    """
    with refusals():
        participant = _locked(participant, Status.APPLIED, Status.ELSEWHERE)
        intake = Intake.objects.create(
            participant=participant,
            held_on=held_on,
            by=by,
            household=household,
            gives_rest=gives_rest,
            gives_stress=gives_stress,
            talents=talents,
        )
        person = participant.person
        describe_person(
            person=person,
            languages=list(languages) or person.languages,
            available=list(available) or person.available,
            neighbourhood=neighbourhood or person.neighbourhood,
        )
        one_to_one = participant.programme.has_matching
        participant.status = Status.WAITING if one_to_one else Status.GUIDED
        participant.waiting_since = held_on if one_to_one else None
        participant.accepted_on = held_on
        participant.save(update_fields=["status", "waiting_since", "accepted_on"])
        _decide(participant, Decision.ACCEPTED, on=held_on)
        record("participant.accepted", by=by, about=person, thing=participant, at=held_on)
    return intake


def describe(*, participant: Participant, by: Membership, **what: Unpack[PersonDescription]) -> None:
    """Write down how someone is called, reached and met. A coordinator."""
    with refusals():
        describe_person(person=participant.person, **what)
        record("participant.described", by=by, about=participant.person, thing=participant)


def point_elsewhere(
    *, participant: Participant, by: Membership, shareable_reason: str, on: date | None = None
) -> None:
    """Another place fits better; the reason is one the person and the referrer may read. A coordinator."""
    day = on or timezone.localdate()
    with refusals():
        participant = _locked(participant, Status.APPLIED)
        participant.status = Status.ELSEWHERE
        participant.save(update_fields=["status"])
        _decide(participant, Decision.ELSEWHERE, on=day, shareable_reason=shareable_reason)
        record(
            "participant.pointed_elsewhere",
            by=by,
            about=participant.person,
            thing=participant,
            reason=shareable_reason,
            at=day,
        )


def mark_matched(*, participant: Participant) -> None:
    """A match began. Called by matching."""
    participant.status = Status.MATCHED
    participant.save(update_fields=["status"])


def mark_waiting(*, participant: Participant, since: date) -> None:
    """A match ended and a new buddy is looked for. Called by matching."""
    participant.status, participant.waiting_since = Status.WAITING, since
    participant.save(update_fields=["status", "waiting_since"])


def mark_guided(*, participant: Participant) -> None:
    """A match ended and nobody new is looked for: aftercare, or soon on their own way. Called by matching."""
    participant.status, participant.waiting_since = Status.GUIDED, None
    participant.save(update_fields=["status", "waiting_since"])


def move_on(
    *, participant: Participant, by: Membership, reason: OutflowReason, on: date | None = None
) -> None:
    """Someone goes on without us; where to is counted. A coordinator. Raises Refused while there is a buddy."""
    day = on or timezone.localdate()
    with refusals():
        participant = _locked(participant, Status.WAITING, Status.MATCHED, Status.GUIDED)
        if participant.status == Status.MATCHED:
            raise Refused(_("Er loopt nog een match. Rond die eerst af."))
        participant.status, participant.closed_on, participant.outflow_reason = Status.MOVED_ON, day, reason
        participant.save(update_fields=["status", "closed_on", "outflow_reason"])
        record("participant.moved_on", by=by, about=participant.person, thing=participant, at=day)


def _locked(participant: Participant, *expected: Status) -> Participant:
    """The participant as it is now, for us alone. Refused when a colleague was here first."""
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if locked.status not in expected:
        raise Refused(_("Dit is al gebeurd, misschien door een collega. Bekijk de pagina opnieuw."))
    return locked


def _decide(participant: Participant, decision: Decision, *, on: date, shareable_reason: str = "") -> None:
    participant.referrals.update(decision=decision, decided_on=on, shareable_reason=shareable_reason)
