"""What buddies did with their participants."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchQuerySet
from programmes.models import Membership
from programmes.scope import ProgrammeScoped, ScopedForeignKey, tenant

UNDO_WITHIN = timedelta(days=14)


class Way(models.TextChoices):
    OUT = "out", _("samen op pad")
    HOME = "home", _("thuis")
    CALL = "call", _("bellen")
    CHAT = "chat", _("appen")
    OTHER = "other", _("anders")


class Mood(models.TextChoices):
    HARD = "hard", _("lastig")
    GOOD = "good", _("goed")
    GREAT = "great", _("heel goed")


class ContactQuerySet(models.QuerySet["Contact"]):
    def of_buddy(self, membership: Membership) -> "ContactQuerySet":
        """What this volunteer logged."""
        return self.filter(match__buddy__person_id=membership.person_id)

    def between(self, first: date, last: date) -> "ContactQuerySet":
        return self.filter(on__gte=first, on__lte=last)


class Contact(ProgrammeScoped):
    """One time two people were in touch. `uid` is made before sending, so sending twice is one contact."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    match = ScopedForeignKey(Match, models.CASCADE, related_name="contacts")
    on = models.DateField(_("wanneer"))
    minutes = models.PositiveSmallIntegerField(_("hoe lang"))
    way = models.CharField(_("wat deden jullie"), max_length=6, choices=Way)
    mood = models.CharField(_("hoe ging het"), max_length=6, choices=Mood)
    note = models.TextField(_("iets erbij schrijven"), blank=True)
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="contacts_logged")
    logged_at = models.DateTimeField(default=timezone.now)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("logbook_contact", "match", "by"),
            models.UniqueConstraint(fields=["programme", "uid"], name="logbook_contact_once"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                name="logbook_contact_minutes",
                violation_error_message=_("Kies hoe lang: van 1 minuut tot een hele dag."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "match", "-on"], include=["minutes"], name="logbook_contact_of_match"
            ),
            models.Index(fields=["programme", "on"], include=["minutes"], name="logbook_contact_month"),
        ]
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.match} {self.on}"

    @property
    def is_fresh(self) -> bool:
        """Whether who logged it may still take it back."""
        return timezone.now() - self.logged_at <= UNDO_WITHIN

    @property
    def length(self) -> str:
        """ "een half uur", "1½ uur", "45 minuten"."""
        hours, minutes = divmod(self.minutes, 60)
        if self.minutes == 30:
            return _now("een half uur")
        if minutes == 0:
            return _now("%(hours)s uur") % {"hours": hours}
        if minutes == 30:
            return _now("%(hours)s½ uur") % {"hours": hours}
        return _now("%(minutes)s minuten") % {"minutes": self.minutes}


def usual_first(matches: MatchQuerySet, *, today: date) -> MatchQuerySet:
    """Matches with `last_contact`, whoever was met most in the past eight weeks first."""
    return matches.annotate(
        last_contact=Max("contacts__on"),
        lately=Count("contacts", filter=Q(contacts__on__gte=today - timedelta(weeks=8))),
    ).order_by("-lately", F("last_contact").desc(nulls_last=True), "starts_on", "id")


def days_silent(*, last: date | None, starts_on: date, contact_days: int, today: date) -> int | None:
    """Days since two people were in touch, when that is more than twice their agreed rhythm; else None."""
    days = (today - (last or starts_on)).days
    return days if days > 2 * contact_days else None
