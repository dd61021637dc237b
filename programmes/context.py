"""What every page knows: the programme, its words, this person's roles and the menu of the role in use."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Programme, Role, Words

DEFAULT_WORDS = Words("buddy", "buddy's", "de buddy", "deelnemer", "deelnemers", "de deelnemer")

# Per role: the label (may hold a word of the programme), the page and the icon. The first one is where the role begins.
MENU: dict[str, list[tuple[Any, str, str]]] = {
    Role.COORDINATOR: [
        (_("Vandaag"), "reports:today", "today"),
        ("{Participants}", "participants:list", "people"),
        ("{Buddies}", "buddies:list", "heart"),
        (_("Matching"), "matching:board", "klik"),
        (_("Activiteiten"), "activities:list", "calendar"),
        (_("Verslagen"), "reports:list", "chart"),
        (_("Instellingen"), "programmes:settings", "settings"),
    ],
    Role.PROFESSIONAL: [
        ("{Buddies}", "buddies:list", "heart"),
        ("{Participants}", "participants:list", "people"),
        (_("Activiteiten"), "activities:list", "calendar"),
    ],
    Role.BUDDY: [
        (_("Loggen"), "logbook:log", "log"),
        (_("Mijn {participants}"), "logbook:my_people", "people"),
        (_("Agenda"), "logbook:agenda", "calendar"),
    ],
    Role.PARTICIPANT: [
        (_("Mijn keuze"), "matching:my_choice", "heart"),
        (_("Mijn jaar"), "goals:my_year", "star"),
    ],
    Role.REFERRER: [
        (_("Verwijzingen"), "participants:my_referrals", "document"),
        (_("Iemand verwijzen"), "participants:refer", "plus"),
    ],
    Role.FUNDER: [(_("Verslagen"), "reports:published", "chart")],
    Role.ADMINISTRATOR: [
        (_("Programma"), "programmes:about", "settings"),
        (_("Wie er inlogt"), "programmes:roles", "people"),
        (_("Vergoeding"), "payments:terms", "area-money"),
    ],
}

Line = tuple[Any, str, Any]

# What a coordinator can arrange, under headings: the label, the page (with what stands in its address) and one
# sentence. Rooms above add theirs here, by address only.
SETTINGS: list[tuple[Any, list[Line]]] = [
    (
        _("Het programma"),
        [
            (
                _("Naam, woorden en kleuren"),
                "programmes:look",
                _("Hoe het programma heet, hoe mensen heten, hoe het eruitziet en wat is afgesproken."),
            ),
            (
                _("Ingangen en werkwijze"),
                "programmes:working",
                _("Hoe mensen binnenkomen, of jullie één op één werken, en wat er verder te doen is."),
            ),
            (_("Wijken"), "programmes:parts wijken", _("Waar jullie werken, sinds wanneer en tot wanneer.")),
            (_("Doelen"), "programmes:parts doelen", _("Wat met een financier is afgesproken, per periode.")),
            (
                _("Fases en voorlopers"),
                "programmes:parts fases",
                _("Hoe het programma zo geworden is, met de cijfers van toen."),
            ),
            (
                _("Alles op een rij"),
                "programmes:about",
                _("Namen, stappen, wijken, doelen en organisaties, zoals ze nu staan."),
            ),
        ],
    ),
    (
        _("Mensen en organisaties"),
        [
            (
                _("Wie er inlogt"),
                "programmes:roles",
                _("Collega's, verwijzers en financiers uitnodigen, een rol geven of beëindigen."),
            ),
            (
                _("Mensen uit een bestand"),
                "programmes:imports",
                _("{Participants} of {buddies} overnemen uit Excel of een ander programma."),
            ),
            (
                _("Organisaties"),
                "programmes:partners",
                _("Verwijzers, ketenpartners, werkgevers, plekken en financiers."),
            ),
            (
                _("Verwijslinks"),
                "participants:links",
                _("Een eigen link, waarmee iemand van een organisatie zonder account verwijst."),
            ),
            (_("Weekmail"), "reports:digest", _("Eén mail per week over hoeveel er op je wacht, of geen.")),
        ],
    ),
    (
        "{Buddies}",
        [
            (
                _("Stappen voor een nieuwe vrijwilliger"),
                "buddies:gates",
                _("Welke stappen, in welke volgorde, en hoe lang elke stap geldig is."),
            ),
            (
                _("De weg naar inzetbaar"),
                "buddies:way_in",
                _("Hoeveel vrijwilligers bij welke stap zijn, en hoe lang elke stap duurt."),
            ),
            (
                _("Overeenkomst en vaste vraag"),
                "buddies:agreement",
                _("Wat je samen afspreekt op papier, en hoe vaak we vragen of de plek nog past."),
            ),
            (
                _("Vergoeding en onkosten"),
                "payments:terms",
                _("Wat vrijwilligers krijgen, van welke rekening, en wat de wet toestaat."),
            ),
        ],
    ),
    (
        "{Participants}",
        [
            (
                _("Matching"),
                "matching:settings",
                _("Wat zwaar telt tussen twee mensen, en hoe lang iemand over een uitnodiging mag nadenken."),
            ),
            (
                _("Ideeën voor stappen"),
                "goals:ideas",
                _("Wat mensen kunnen overnemen als ze een stap in hun plan zetten."),
            ),
            (
                _("Vragen in gesprekken"),
                "goals:instruments",
                _("Wat in de gesprekken over het jaar wordt gevraagd, en waarom dat mag."),
            ),
            (
                _("Wat in de weg staat"),
                "goals:obstacles",
                _("Alles waar iemand op hulp van een ander wacht."),
            ),
        ],
    ),
]


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    icon: str
    current: bool


def first_page(programme: Programme, role: str) -> str:
    """Where someone begins in this role."""
    return programme.to(MENU[role][0][1])


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    programme = getattr(request, "programme", None)
    membership = getattr(request, "membership", None)
    words = programme.words if programme else DEFAULT_WORDS
    return {
        "programme": programme,
        "membership": membership,
        "words": words,
        "nav_items": _menu(request, programme, membership.role, words) if programme and membership else [],
        "my_memberships": getattr(request, "my_memberships", []),
        "demo": settings.DEMO,
        "has_errors": False,
        "signed_in": bool(getattr(request, "user", None) and request.user.is_authenticated),
    }


@dataclass(frozen=True)
class SettingsPage:
    """One line of the page *Instellingen*."""

    label: str
    url: str
    sentence: str


def settings_pages(programme: Programme) -> list[tuple[str, list[SettingsPage]]]:
    """What can be arranged in this programme, under headings, in its own words."""
    filled = _words_in_labels(programme.words)
    return [
        (
            str(heading).format(**filled),
            [
                SettingsPage(
                    str(label).format(**filled), programme.to(*view.split()), str(sentence).format(**filled)
                )
                for label, view, sentence in lines
                if _has(programme, view)
            ],
        )
        for heading, lines in SETTINGS
    ]


def _words_in_labels(words: Words) -> dict[str, str]:
    return {name: getattr(words, name) for name in ("participants", "Participants", "buddies", "Buddies")}


def _menu(request: HttpRequest, programme: Programme, role: str, words: Words) -> list[NavItem]:
    filled = _words_in_labels(words)
    items = [
        (str(label).format(**filled), programme.to(view), icon)
        for label, view, icon in MENU[role]
        if _has(programme, view)
    ]
    current = max((url for _label, url, _icon in items if request.path.startswith(url)), key=len, default="")
    return [NavItem(label, url, icon, url == current) for label, url, icon in items]


def _has(programme: Programme, view: str) -> bool:
    return programme.has_matching or not view.startswith("matching:")
