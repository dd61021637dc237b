"""Logging what people did together. The buddy of the match may, and take back what they logged themselves."""

import uuid
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import Match
from programmes.actions import record
from programmes.models import Membership
from programmes.refusals import Refused, refusals

from .models import Contact, Mood, Way


class AlreadyLogged(Refused):
    """This form was sent before with other answers. `contact` is what was kept then."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            _("Dit was al opgeslagen. Is dit een ander contact? Tik dan nog een keer op Opslaan.")
        )
        self.contact = contact


def log_contact(
    *,
    match: Match,
    by: Membership,
    on: date,
    minutes: int,
    way: Way | str,
    mood: Mood | str,
    note: str = "",
    uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Contact:
    """Keep one contact. The buddy of the match; `uid` is made before sending, so sending twice is one contact.

    Raises Refused for a day outside the match, and AlreadyLogged when the uid is known with other answers.
    """
    if on < match.starts_on:
        raise Refused(_("Toen waren jullie nog niet begonnen. Kies een latere dag."))
    if match.ended_on and on > match.ended_on:
        raise Refused(_("Toen waren jullie al klaar. Kies een eerdere dag."))
    answers = {"match": match, "on": on, "minutes": minutes, "way": way, "mood": mood, "note": note, "by": by}
    with refusals():
        contact, is_new = Contact.objects.get_or_create(
            uid=uid or uuid.uuid4(), defaults={**answers, "logged_at": at or timezone.now()}
        )
    if not is_new and any(getattr(contact, name) != answer for name, answer in answers.items()):
        raise AlreadyLogged(contact)
    return contact


def undo_contact(*, contact: Contact, by: Membership) -> None:
    """Take back a contact one logged oneself, within fourteen days. Raises Refused later; a trace stays."""
    if not contact.is_fresh:
        raise Refused(_("Dit staat er langer dan twee weken. Vraag je coördinator om hulp."))
    record("contact.undone", by=by, about=contact.match.participant.person, thing=contact)
    contact.delete()
