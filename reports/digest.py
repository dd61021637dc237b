"""One mail a week to a coordinator who asked for it: how much waits on *Vandaag*, and nothing about anybody.

Monday morning, or as soon as a worker is there; none when nothing waits. The mail and the mark that this week is done
are one transaction, so there is never a second one. Unsubscribing is one click, also from the mail program itself.
"""

from datetime import date, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.actions import record
from programmes.jobs import RunningJob, handles, request_job
from programmes.mail import send_letter
from programmes.models import Membership, Programme
from programmes.scope import scope

from .models import Digest
from .perms import can_see_today
from .today import needs

DIGEST = "digest"
FROM_HOUR = 7
_signer = Signer(salt="reports.digest")


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def choose(*, membership: Membership, is_weekly: bool) -> None:
    """Say whether one wants the mail. Coordinators, for themselves; the first one comes next Monday."""
    Digest.objects.update_or_create(
        membership=membership,
        defaults={"is_weekly": is_weekly},
        create_defaults={"is_weekly": is_weekly, "last_week": monday_of(timezone.localdate())},
    )
    record("digest.on" if is_weekly else "digest.off", by=membership)


def wants_digest(membership: Membership) -> bool:
    return Digest.objects.filter(membership=membership, is_weekly=True).exists()


def token_of(digest: Digest) -> str:
    """What stands in the link to unsubscribe: nobody can make one up, and it tells nothing."""
    return _signer.sign(str(digest.pk))


def digest_of(token: str) -> Digest | None:
    """Whose link this is, inside the open programme; None for a token that was not ours."""
    try:
        number = _signer.unsign(token)
    except BadSignature:
        return None
    return Digest.objects.select_related("membership__person").filter(pk=int(number)).first()


def unsubscribe(*, digest: Digest) -> None:
    """Off, by whoever has the link from the mail. Twice is fine."""
    if digest.is_weekly:
        digest.is_weekly = False
        digest.save(update_fields=["is_weekly"])
        record("digest.off", by=digest.membership)


def ask_for_due() -> None:
    """Ask a job for everyone whose mail of this week is due. Called by beat, as often as it likes."""
    now = timezone.localtime()
    monday = monday_of(now.date())
    if now.date() == monday and now.hour < FROM_HOUR:
        return
    for programme_id in Programme.objects.order_by("pk").values_list("pk", flat=True):
        with scope(programme_id):
            for digest in Digest.objects.due(monday).order_by("pk"):
                request_job(kind=DIGEST, about_id=digest.pk, by=None)


@handles(DIGEST)
def send_digest(job: RunningJob) -> None:
    """Count what waits and write the mail, once a week. Safe to run again."""
    now = timezone.now()
    with scope(job.programme_id):
        programme = Programme.objects.get(pk=job.programme_id)
        due = Digest.objects.due(monday_of(timezone.localdate(now))).select_for_update(of=("self",))
        digest = due.select_related("membership__user").filter(pk=job.about_id).first()
        if digest is None:
            return
        digest.last_week = monday_of(timezone.localdate(now))
        digest.save(update_fields=["last_week"])
        at_once, this_week = needs(programme, now=now)
        if at_once and _may_read(digest.membership):
            _write(programme, digest, now=len(at_once), later=len(this_week))


def _may_read(membership: Membership) -> bool:
    """Still a coordinator, who can still sign in."""
    return can_see_today(membership) and membership.ended_at is None and membership.user.is_active


def _write(programme: Programme, digest: Digest, *, now: int, later: int) -> None:
    off = settings.PUBLIC_ADDRESS + programme.to("reports:digest_off", token_of(digest))
    waits = ngettext("Er wacht %(n)s ding op je.", "Er wachten %(n)s dingen op je.", now) % {"n": now}
    week = ngettext("Deze week komt er nog %(n)s bij.", "Deze week komen er nog %(n)s bij.", later) % {
        "n": later
    }
    parts = [
        _("Goedemorgen,"),
        f"{waits} {week}" if later else waits,
        _("Je leest wat het is op Vandaag:") + "\n" + settings.PUBLIC_ADDRESS + programme.to("reports:today"),
        _("Deze mail komt hooguit een keer per week. Liever niet meer? Zet hem uit:") + "\n" + off,
    ]
    send_letter(
        to=digest.membership.user.email,
        subject=_("%(programme)s: je week in Klik") % {"programme": programme.name},
        body="\n\n".join(parts) + "\n",
        headers={"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
