"""Two sign-ups that were one person: put together by a coordinator, and taken apart again when that was wrong."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.doubles import join_people, part_people
from programmes.models import Joining, Membership, Person
from programmes.refusals import Refused, refusals

from .actions import begin_again, tell_referrer
from .models import Consent, Decision, Participant, Referral, Status, Stay

COMES_BACK = (Status.MOVED_ON, Status.ELSEWHERE)


def join(*, newcomer: Participant, known: Person, by: Membership) -> Participant:
    """A new sign-up turns out to be somebody we know. A coordinator. Returns the participant that remains.

    Who was with us before comes back to the inbox with their history; who is with us now gets the new sign-up added.
    Raises Refused when the newcomer is no fresh sign-up (any more).
    """
    with refusals():
        newcomer = Participant.objects.select_for_update(of=("self",)).get(pk=newcomer.pk)
        if newcomer.status != Status.APPLIED or newcomer.earlier_stays.exists() or newcomer.intakes.exists():
            raise Refused(_("Alleen een nieuwe aanmelding kan worden samengevoegd."))
        kept = Participant.objects.select_for_update(of=("self",)).filter(person=known).first()
        came = newcomer.person
        if kept is None:
            join_people(kept=known, came=came, by=by, before={"participant": newcomer.pk})
            newcomer.person = known
            newcomer.save(update_fields=["person"])
            return newcomer
        before = _move(newcomer, kept)
        join_people(kept=known, came=came, by=by, before=before)
        newcomer.delete()
    return kept


def _move(newcomer: Participant, kept: Participant) -> dict[str, Any]:
    """Give what came with the newcomer to who we know; returns what undoing needs."""
    referrals, has_consent = (
        list(newcomer.referrals.order_by("pk")),
        {consent.purpose for consent in kept.consents.in_force()},
    )
    consents = [consent for consent in newcomer.consents.order_by("pk") if consent.purpose not in has_consent]
    before: dict[str, Any] = {
        "kept": kept.pk,
        "kept_was": {
            name: _plain(getattr(kept, name))
            for name in (
                "status",
                "applied_at",
                "accepted_on",
                "waiting_since",
                "closed_on",
                "outflow_reason",
                "hoped_for",
            )
        },
        "newcomer": {
            "source": newcomer.source,
            "applied_at": newcomer.applied_at.isoformat(),
            "hoped_for": newcomer.hoped_for,
        },
        "referrals": [referral.pk for referral in referrals],
        "consents": [consent.pk for consent in consents],
    }
    came_back = kept.status in COMES_BACK
    if came_back:
        begin_again(kept, hoped_for=newcomer.hoped_for, at=newcomer.applied_at)
    before["status"] = kept.status
    Consent.objects.filter(pk__in=before["consents"]).update(participant=kept)
    Referral.objects.filter(pk__in=before["referrals"]).update(participant=kept)
    if kept.status != Status.APPLIED:
        for referral in Referral.objects.filter(pk__in=before["referrals"]).order_by("pk"):
            referral.decision, referral.decided_on = Decision.ACCEPTED, timezone.localdate()
            referral.save(update_fields=["decision", "decided_on"])
            tell_referrer(referral)
    return before


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def part(*, joining: Joining, by: Membership) -> Participant:
    """Undo a joining: two people again. A coordinator. Returns the newcomer.

    Raises Refused when somebody went on with the person since.
    """
    with refusals():
        before = joining.before
        if "participant" in before:
            newcomer = Participant.objects.select_for_update(of=("self",)).get(pk=before["participant"])
            if newcomer.status != Status.APPLIED:
                raise Refused(_("Er is al verder gewerkt. Dit kan niet meer ongedaan worden gemaakt."))
            part_people(joining=joining, by=by)
            newcomer.person = joining.came
            newcomer.save(update_fields=["person"])
            return newcomer
        kept = Participant.objects.select_for_update(of=("self",)).get(pk=before["kept"])
        if kept.status != before["status"]:
            raise Refused(_("Er is al verder gewerkt. Dit kan niet meer ongedaan worden gemaakt."))
        part_people(joining=joining, by=by)
        return _take_back(joining, kept)


def _take_back(joining: Joining, kept: Participant) -> Participant:
    before, was = joining.before, joining.before["kept_was"]
    told = before["newcomer"]
    newcomer = Participant.objects.create(
        person=joining.came,
        source=told["source"],
        applied_at=datetime.fromisoformat(told["applied_at"]),
        hoped_for=told["hoped_for"],
    )
    Referral.objects.filter(pk__in=before["referrals"]).update(
        participant=newcomer, decision=Decision.OPEN, decided_on=None, shareable_reason=""
    )
    Consent.objects.filter(pk__in=before["consents"]).update(participant=newcomer)
    if was["status"] != before["status"]:
        Stay.objects.filter(participant=kept, closed_on=was["closed_on"]).delete()
        Participant.objects.filter(pk=kept.pk).update(**was)
    return newcomer
