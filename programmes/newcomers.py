"""How long somebody who signed up waits for an answer, in words. For the inboxes and lists of both rooms of people."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ANSWER_WITHIN_DAYS = 7


def days_waiting(since: datetime) -> int:
    """Whole days, by the calendar here."""
    return (timezone.localdate() - timezone.localdate(since)).days


def waits_long(since: datetime) -> bool:
    """Longer than we promised on the page of thanks."""
    return days_waiting(since) > ANSWER_WITHIN_DAYS


def waits(since: datetime) -> str:
    """A sentence: "Wacht 12 dagen." """
    days = days_waiting(since)
    if days < 1:
        return _("Vandaag binnengekomen.")
    return ngettext("Wacht sinds gisteren.", "Wacht %(n)s dagen.", days) % {"n": days}
