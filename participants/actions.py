"""What happens to people who look for a buddy: from sign-up to welcome, elsewhere or moving on."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Unpack
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from programmes.actions import PersonDescription, add_person, describe_person, record
from programmes.mail import send_letter
from programmes.models import Door, Membership, Neighbourhood, Partner
from programmes.names import Name
from programmes.refusals import Refused, refusals
from programmes.templatetags.klik import day

from .models import (
    Consent,
    Decision,
    HandOver,
    Home,
    Intake,
    OutflowReason,
    Participant,
    Purpose,
    Referral,
    ReferralLink,
    Status,
    Stay,
)


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
    by: Membership | None = None,
    at: datetime | None = None,
) -> Participant:
    """Someone asks for a buddy: for themself, their family or someone who agreed. Anyone, without an account.

    `by` is the coordinator who copied it from paper or the telephone. The same form sent twice (one `form_key`)
    gives the participant there is.
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
            record("participant.signed_up", by=by, about=person, thing=participant, at=moment)
    except Refused:
        earlier = _sent_before(form_key)
        if earlier is None:
            raise
        return earlier
    return participant


def refer(
    *,
    name: Name,
    short_goal: str,
    referrer: Membership | None = None,
    link: ReferralLink | None = None,
    phone: str = "",
    email: str = "",
    how_to_reach: str = "",
    neighbourhood: Neighbourhood | None = None,
    form_key: UUID | None = None,
    at: datetime | None = None,
) -> Participant:
    """A referrer brings in someone who knows and agrees, with a short goal.

    Signed-in referrers, or who has a personal link: exactly one of the two is given.
    """
    moment = at or timezone.now()
    who = referrer.person.full_name if referrer else link.holder if link else ""
    if not who:
        raise ValueError("a referral is made by somebody")
    try:
        with refusals():
            person = add_person(
                name=name, email=email, phone=phone, neighbourhood=neighbourhood, how_to_reach=how_to_reach
            )
            participant = Participant.objects.create(person=person, source=Door.REFERRER, applied_at=moment)
            Referral.objects.create(
                participant=participant,
                partner=referrer.partner if referrer else link.partner if link else None,
                referrer=referrer,
                link=link,
                signed_up_by=who,
                short_goal=short_goal,
                received_at=moment,
                form_key=form_key,
            )
            for purpose in (Purpose.TAKE_PART, Purpose.REFERRER_HEARS):
                _agree(participant, purpose, given_by=who, at=moment)
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
    ladder: int | None = None,
    how_to_reach: str = "",
    languages: Sequence[str] = (),
    available: Sequence[str] = (),
    neighbourhood: Neighbourhood | None = None,
    interests: Sequence[str] = (),
) -> Intake:
    """Welcome someone after a first conversation. A coordinator.

    From here they wait for a buddy, or are guided where the programme does not work one to one. Raises Refused
    when the sign-up was answered already. Languages, times, neighbourhood and interests that are left empty stay as they were.
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
            ladder=ladder,
        )
        person = participant.person
        describe_person(
            person=person,
            languages=list(languages) or person.languages,
            available=list(available) or person.available,
            neighbourhood=neighbourhood or person.neighbourhood,
            how_to_reach=how_to_reach or person.how_to_reach,
        )
        one_to_one = participant.programme.has_matching
        participant.status = Status.WAITING if one_to_one else Status.GUIDED
        participant.waiting_since = held_on if one_to_one else None
        participant.accepted_on = held_on
        participant.interests = list(interests) or participant.interests
        participant.save(update_fields=["status", "waiting_since", "accepted_on", "interests"])
        _decide(participant, Decision.ACCEPTED, on=held_on)
        record("participant.accepted", by=by, about=person, thing=participant, at=held_on)
    return intake


def forget_ladder(*, participant: Participant) -> None:
    """The place on the ladder that came up at the first talk goes too, when someone wants no numbers kept. Room `goals`."""
    participant.intakes.filter(ladder__isnull=False).update(ladder=None)


def put_on_the_list(
    *, participant: Participant, by: Membership, shareable_reason: str, on: date | None = None
) -> None:
    """There is no room now; the reason is one the person and the referrer may read. A coordinator."""
    day = on or timezone.localdate()
    with refusals():
        participant = _locked(participant, Status.APPLIED)
        _decide(participant, Decision.ON_THE_LIST, on=day, shareable_reason=shareable_reason)
        record(
            "participant.put_on_the_list",
            by=by,
            about=participant.person,
            thing=participant,
            reason=shareable_reason,
            at=day,
        )


def undo_decision(*, participant: Participant, by: Membership) -> None:
    """Take back a welcome or "past beter ergens anders" that nothing was built on yet. A coordinator.

    Raises Refused once cards were made for someone (the relation `rounds` comes from the room above) or a plan begun.
    """
    with refusals():
        participant = _locked(participant, Status.APPLIED, Status.ELSEWHERE, Status.WAITING, Status.GUIDED)
        if participant.rounds.exists() or participant.plans.exists() or participant.earlier_stays.exists():
            raise Refused(_("Er is al verder gewerkt. Dit kan niet meer ongedaan worden gemaakt."))
        if participant.status in {Status.WAITING, Status.GUIDED}:
            participant.intakes.all().delete()
        participant.status, participant.waiting_since, participant.accepted_on = Status.APPLIED, None, None
        participant.save(update_fields=["status", "waiting_since", "accepted_on"])
        participant.referrals.update(decision=Decision.OPEN, decided_on=None, shareable_reason="")
        record("participant.decision_undone", by=by, about=participant.person, thing=participant)


def describe(
    *,
    participant: Participant,
    by: Membership,
    interests: Sequence[str] | None = None,
    **what: Unpack[PersonDescription],
) -> None:
    """Write down how someone is called, reached and met, and what they like to do. A coordinator; for `interests` also
    participants themselves. What is left out stays as it was."""
    with refusals():
        describe_person(person=participant.person, **what)
        if interests is not None:
            participant.interests = list(interests)
            participant.save(update_fields=["interests"])
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


def guide_without_buddy(*, participant: Participant, by: Membership) -> None:
    """Someone stops looking for a buddy and is guided by us. A coordinator; undone by `look_for_buddy`.

    Raises Refused while cards are on the table (the relation `rounds` comes from the room above).
    """
    with refusals():
        participant = _locked(participant, Status.WAITING)
        if participant.rounds.filter(closed_at__isnull=True).exists():
            raise Refused(_("Er ligt nog een keuze open. Rond die eerst af."))
        mark_guided(participant=participant)
        record("participant.guided", by=by, about=participant.person, thing=participant)


def look_for_buddy(*, participant: Participant, by: Membership, since: date) -> None:
    """Someone who is guided wants a buddy, and waits since that day. A coordinator.

    Raises Refused where the programme does not work one to one.
    """
    with refusals():
        participant = _locked(participant, Status.GUIDED)
        if not participant.programme.has_matching:
            raise Refused(_("Dit programma werkt niet één op één."))
        mark_waiting(participant=participant, since=since)
        record("participant.looks_for_buddy", by=by, about=participant.person, thing=participant)


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


def undo_move_on(*, participant: Participant, by: Membership) -> None:
    """Someone was written off too soon. A coordinator."""
    with refusals():
        participant = _locked(participant, Status.MOVED_ON)
        waits = participant.waiting_since is not None
        participant.status = Status.WAITING if waits else Status.GUIDED
        participant.closed_on, participant.outflow_reason = None, ""
        participant.save(update_fields=["status", "closed_on", "outflow_reason"])
        record("participant.move_on_undone", by=by, about=participant.person, thing=participant)


def come_back(
    *, participant: Participant, by: Membership, hoped_for: str = "", at: datetime | None = None
) -> None:
    """Someone who went on comes back to us. What was, is kept as an earlier stay. A coordinator."""
    moment = at or timezone.now()
    with refusals():
        participant = _locked(participant, Status.MOVED_ON, Status.ELSEWHERE)
        begin_again(participant, hoped_for=hoped_for, at=moment)
        Referral.objects.create(participant=participant, received_at=moment)
        record("participant.came_back", by=by, about=participant.person, thing=participant, at=moment)


def begin_again(participant: Participant, *, hoped_for: str, at: datetime) -> None:
    """At the door once more, with the earlier stay kept."""
    if participant.closed_on is not None:
        Stay.objects.create(
            participant=participant,
            applied_at=participant.applied_at,
            accepted_on=participant.accepted_on,
            closed_on=participant.closed_on,
            outflow_reason=participant.outflow_reason,
        )
    participant.status, participant.applied_at = Status.APPLIED, at
    participant.accepted_on = participant.waiting_since = participant.closed_on = None
    participant.outflow_reason = ""
    participant.hoped_for = hoped_for or participant.hoped_for
    participant.save()


def hand_over(
    *,
    participant: Participant,
    partner: Partner,
    agreed_by: str,
    by: Membership,
    told: str = "",
    and_moves_on: bool = True,
    on: date | None = None,
) -> HandOver:
    """A partner takes it from here, or helps beside us; only after someone said yes. A coordinator.

    `and_moves_on` says that we let go: who is at the door fits better there, who is with us moves on.
    Raises Refused while there is a buddy and we would let go.
    """
    day = on or timezone.localdate()
    with refusals():
        participant = _locked(participant, Status.APPLIED, Status.WAITING, Status.MATCHED, Status.GUIDED)
        handed = HandOver.objects.create(
            participant=participant, partner=partner, on=day, agreed_by=agreed_by, told=told, by=by
        )
        if not participant.consents.in_force().filter(purpose=Purpose.SHARE_WITH_PARTNER).exists():
            Consent.objects.create(
                participant=participant,
                purpose=Purpose.SHARE_WITH_PARTNER,
                given_on=day,
                given_by=f"{agreed_by} ({partner})"[:120],
            )
        record(
            "participant.handed_over",
            by=by,
            about=participant.person,
            thing=handed,
            reason=str(partner),
            at=day,
        )
        if and_moves_on and participant.status == Status.APPLIED:
            reason = _("%(partner)s helpt verder.") % {"partner": partner}
            point_elsewhere(participant=participant, by=by, shareable_reason=reason, on=day)
        elif and_moves_on:
            move_on(participant=participant, by=by, reason=OutflowReason.PARTNER, on=day)
    return handed


def give_consent(
    *, participant: Participant, purpose: Purpose, given_by: str, by: Membership, on: date | None = None
) -> Consent:
    """Someone said yes to one thing; written down by a coordinator. Raises Refused when that yes is there."""
    day = on or timezone.localdate()
    with refusals():
        consent = Consent.objects.create(
            participant=participant, purpose=purpose, given_on=day, given_by=given_by[:120]
        )
        record(
            "participant.consent_given",
            by=by,
            about=participant.person,
            thing=consent,
            reason=str(consent.get_purpose_display()),
            at=day,
        )
    return consent


def withdraw_consent(*, consent: Consent, by: Membership, on: date | None = None) -> None:
    """Someone took a yes back; the row and both days stay. A coordinator. Raises Refused when it was taken back.

    A yes to keeping numbers is taken back beside the plan, where the answers go with it.
    """
    if consent.purpose == Purpose.MEASURE:
        raise Refused(_("Trek dit in bij het plan. Daar gaan de antwoorden meteen mee weg."))
    with refusals():
        consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
        if consent.withdrawn_on is not None:
            raise Refused(_("Deze toestemming is al ingetrokken."))
        consent.withdrawn_on = on or timezone.localdate()
        consent.save(update_fields=["withdrawn_on"])
        record(
            "participant.consent_withdrawn",
            by=by,
            about=consent.participant.person,
            thing=consent,
            reason=str(consent.get_purpose_display()),
            at=on,
        )


def describe_home(
    *,
    participant: Participant,
    by: Membership,
    adults: int,
    toddlers: int = 0,
    children: int = 0,
    teenagers: int = 0,
    lives_with: Participant | None = None,
) -> Home:
    """Write down a household as one unit. A coordinator.

    `lives_with` is someone of the same household: then the two share one, and a change counts for both.
    """
    with refusals():
        home = (lives_with.home if lives_with else None) or participant.home or Home()
        home.adults, home.toddlers, home.children, home.teenagers = adults, toddlers, children, teenagers
        home.save()
        for each in filter(None, (participant, lives_with)):
            if each.home_id != home.pk:
                each.home = home
                each.save(update_fields=["home"])
        record("participant.home_described", by=by, about=participant.person, thing=home)
    return home


def digest_of_link(secret: str) -> str:
    """What is kept of a link's secret."""
    return salted_hmac("klik.referral_link", secret, algorithm="sha256").hexdigest()


def make_link(*, partner: Partner, holder: str, by: Membership, email: str = "") -> tuple[ReferralLink, str]:
    """Give somebody of a partner a personal link. A coordinator. The secret is shown once and kept nowhere."""
    secret = secrets.token_urlsafe(18)
    link = ReferralLink.objects.create(
        partner=partner, holder=holder, email=email.lower(), digest=digest_of_link(secret), made_by=by
    )
    return link, secret


def withdraw_link(*, link: ReferralLink) -> None:
    """The link opens nothing any more; what came in by it stays. A coordinator."""
    link.withdrawn_at = timezone.now()
    link.save(update_fields=["withdrawn_at"])


def restore_link(*, link: ReferralLink) -> None:
    """The link works again. A coordinator who withdrew it by mistake."""
    link.withdrawn_at = None
    link.save(update_fields=["withdrawn_at"])


def _locked(participant: Participant, *expected: Status) -> Participant:
    """The participant as it is now, for us alone. Refused when a colleague was here first."""
    locked = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if locked.status not in expected:
        raise Refused(_("Dit is al gebeurd, misschien door een collega. Bekijk de pagina opnieuw."))
    return locked


def _decide(participant: Participant, decision: Decision, *, on: date, shareable_reason: str = "") -> None:
    """Answer every sign-up that waits for one, and let the referrers know that there is an answer."""
    waiting = participant.referrals.exclude(decision=Decision.ACCEPTED)
    for referral in waiting:
        referral.decision, referral.decided_on, referral.shareable_reason = decision, on, shareable_reason
        referral.save(update_fields=["decision", "decided_on", "shareable_reason"])
        tell_referrer(referral)


def tell_referrer(referral: Referral) -> None:
    """Mail the referrer that there is news, without a name; what it is, they read behind their own door.

    Only for an answer of today, and only while the person agrees that the referrer hears.
    """
    to = referral.referrer.user.email if referral.referrer else referral.link.email if referral.link else ""
    hears = referral.participant.consents.in_force().filter(purpose=Purpose.REFERRER_HEARS)
    if not to or referral.decided_on != timezone.localdate() or not hears.exists():
        return
    programme = referral.programme
    page = programme.to("participants:my_referrals")
    context = {
        "programme": programme,
        "received": day(referral.received_at),
        "address": settings.PUBLIC_ADDRESS + page if referral.referrer else "",
    }
    body = render_to_string("participants/mail/referral_answered.txt", context)
    send_letter(to=to, subject=_("Nieuws over je verwijzing"), body=body)
    referral.told_at = timezone.now()
    referral.save(update_fields=["told_at"])
