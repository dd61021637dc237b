"""What happened, in words: the traces about a person as a time line. One table, so that a page tells all rooms' verbs.

A verb that is not here is not told. Reasons are told only where `with_reason` says that they may be read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .models import Person, Trace


@dataclass(frozen=True)
class Tale:
    """How a verb is told: words, an icon, and whether its reason may be read."""

    words: Any
    icon: str
    with_reason: bool = False


TALES = {
    "participant.signed_up": Tale(_("Aangemeld"), "user"),
    "participant.imported": Tale(_("Overgenomen uit een bestand"), "document"),
    "buddy.imported": Tale(_("Overgenomen uit een bestand"), "document"),
    "participant.referred": Tale(_("Verwezen"), "document"),
    "participant.accepted": Tale(_("Welkom na een eerste gesprek"), "talk"),
    "participant.described": Tale(_("Gegevens aangepast"), "log"),
    "participant.pointed_elsewhere": Tale(_("Past beter ergens anders"), "flag", with_reason=True),
    "participant.put_on_the_list": Tale(_("Op de wachtlijst"), "clock", with_reason=True),
    "participant.decision_undone": Tale(_("Antwoord teruggedraaid"), "undo"),
    "participant.moved_on": Tale(_("Verder gegaan"), "star"),
    "participant.move_on_undone": Tale(_("Toch nog bij ons"), "undo"),
    "participant.guided": Tale(_("Begeleid, zonder één op één"), "walk"),
    "participant.looks_for_buddy": Tale(_("Zoekt iemand, één op één"), "heart"),
    "participant.came_back": Tale(_("Teruggekomen"), "sparkle"),
    "participant.handed_over": Tale(_("Overgedragen"), "people", with_reason=True),
    "participant.consent_given": Tale(_("Toestemming gegeven"), "check", with_reason=True),
    "participant.consent_withdrawn": Tale(_("Toestemming ingetrokken"), "undo", with_reason=True),
    "participant.home_described": Tale(_("Huishouden aangepast"), "log"),
    "person.let_in": Tale(_("Kan inloggen"), "lock"),
    "person.card_made": Tale(_("Inlogkaart gemaakt"), "lock"),
    "person.card_used": Tale(_("Ingelogd met de kaart"), "lock"),
    "person.card_withdrawn": Tale(_("Inlogkaart ingetrokken"), "undo"),
    "person.joined": Tale(_("Twee aanmeldingen samengevoegd"), "people"),
    "person.parted": Tale(_("Samenvoegen teruggedraaid"), "undo"),
    "role.ended": Tale(_("Logt niet meer in"), "lock"),
    "role.resumed": Tale(_("Kan weer inloggen"), "lock"),
    "invitation.used": Tale(_("Uitnodiging gebruikt"), "mail"),
    "round.made": Tale(_("Kaarten klaargelegd om uit te kiezen"), "people"),
    "round.ranked": Tale(_("Heeft gekozen"), "heart"),
    "round.talk_first": Tale(_("Wil eerst praten"), "talk"),
    "introduction.invited": Tale(_("Uitgenodigd om kennis te maken"), "mail"),
    "introduction.planned": Tale(_("Kennismaking afgesproken"), "calendar"),
    "introduction.held": Tale(_("Kennisgemaakt"), "together"),
    "introduction.closed": Tale(_("We zoeken verder"), "search"),
    "match.started": Tale(_("Een klik: samen op weg"), "sparkle"),
    "match.ended": Tale(_("Samen afgerond"), "flag"),
    "plan.wish_set": Tale(_("Opgeschreven: wat wil jij?"), "heart"),
    "goal.added": Tale(_("Een nieuw doel"), "flag"),
    "review.held": Tale(_("Samen teruggekeken"), "chart"),
    "review.planned": Tale(_("Een gesprek afgesproken"), "calendar"),
    "plan.guided": Tale(_("Op weg met een begeleider"), "walk"),
    "plan.guiding_ended": Tale(_("Begeleiding afgerond"), "flag"),
    "obstacle.noted": Tale(_("Opgeschreven wat in de weg staat"), "flag"),
    "obstacle.solved": Tale(_("Opgelost wat in de weg stond"), "check"),
    "measuring.stopped": Tale(_("Wil geen cijfers; de antwoorden zijn weg"), "shield"),
    "success.celebrated": Tale(_("Een succes gevierd"), "star"),
    "buddy.signed_up": Tale(_("Aangemeld als vrijwilliger"), "user"),
    "buddy.step_completed": Tale(_("Stap gedaan"), "check", with_reason=True),
    "buddy.step_renewed": Tale(_("Stap opnieuw gedaan"), "check", with_reason=True),
    "buddy.step_undone": Tale(_("Stap teruggedraaid"), "undo", with_reason=True),
    "buddy.described": Tale(_("Gegevens aangepast"), "log"),
    "buddy.renewal_asked": Tale(_("Vernieuwing aangevraagd"), "mail", with_reason=True),
    "buddy.stopped": Tale(_("Gestopt, met dank"), "flag"),
    "buddy.came_back": Tale(_("Teruggekomen als vrijwilliger"), "sparkle"),
    "buddy.deployed": Tale(_("Actief op een plek"), "people", with_reason=True),
    "buddy.deployment_ended": Tale(_("Klaar op een plek"), "flag", with_reason=True),
    "buddy.place_checked": Tale(_("Past de plek nog?"), "talk", with_reason=True),
    "buddy.paused": Tale(_("Even niet beschikbaar"), "clock"),
    "buddy.resumed": Tale(_("Weer terug"), "sparkle"),
}


@dataclass(frozen=True)
class Entry:
    """One line of a time line, for components/timeline.html."""

    when: datetime
    title: str
    text: str
    icon: str


def story_of(person: Person, *, most: int = 40) -> list[Entry]:
    """The latest things that happened to a person, newest first. One query."""
    theirs = Q(about=person) | Q(about__joined_into=person)
    traces = Trace.objects.filter(theirs, verb__in=TALES).select_related("by__person")
    return [_entry(trace, TALES[trace.verb]) for trace in traces[:most]]


def _entry(trace: Trace, tale: Tale) -> Entry:
    parts = [trace.reason] if tale.with_reason and trace.reason else []
    if trace.by is not None:
        parts.append(_now("door %(name)s") % {"name": trace.by.person.full_name})
    return Entry(when=trace.at, title=str(tale.words), text=" · ".join(parts), icon=tale.icon)
