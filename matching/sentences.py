"""What two people share, in sentences: as "jij" to the one who reads a card, about both to a coordinator."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buddies.models import Theme
from programmes.models import DayPart, Language

from .fit import ATTENTION, Kind, Reason

OF_THEME = {
    Theme.DEBT: gettext_lazy("%(name)s weet hoe het is om met weinig geld rond te komen"),
    Theme.ILLNESS: gettext_lazy("%(name)s weet hoe het is om met ziekte te leven"),
    Theme.LONELY: gettext_lazy("%(name)s weet hoe het is om een tijd alleen te zijn"),
    Theme.PARENT: gettext_lazy("%(name)s weet veel van kinderen opvoeden"),
    Theme.NEW_HERE: gettext_lazy("%(name)s weet hoe het is om nieuw in Nederland te zijn"),
    Theme.WORK: gettext_lazy("%(name)s weet hoe het is om werk te zoeken"),
    Theme.PAPERS: gettext_lazy("%(name)s weet veel van brieven en formulieren"),
    Theme.MOVING: gettext_lazy("%(name)s houdt van wandelen en bewegen"),
    Theme.COOKING: gettext_lazy("%(name)s houdt van koken"),
}


def to_you(reasons: Iterable[Reason], *, name: str) -> list[str]:
    """What `name` and the reader share. Nothing is said of what they miss."""
    return [_to_you(reason, name) for reason in reasons if reason.kind not in ATTENTION]


def to_coordinator(reasons: Iterable[Reason], *, name: str, participant: str) -> list[str]:
    """Why `name` was suggested to the participant."""
    return [_to_coordinator(reason, name, participant) for reason in reasons if reason.kind not in ATTENTION]


def attention(reasons: Iterable[Reason]) -> list[str]:
    """What a coordinator should think about before showing this card."""
    words = {
        Kind.NO_LANGUAGE: _("We kennen geen taal die zij allebei spreken"),
        Kind.NO_TIME: _("We kennen geen dagdeel waarop zij allebei kunnen"),
    }
    return [words[reason.kind] for reason in reasons if reason.kind in ATTENTION]


def languages(codes: Sequence[str]) -> str:
    """ "Arabisch en Nederlands"."""
    return together([str(Language(code).label) for code in codes])


def day_parts(codes: Sequence[str]) -> str:
    """ "op dinsdagmiddag en in het weekend"."""
    return together(
        [
            str(DayPart(code).label)
            if code == DayPart.WEEKEND
            else _("op %(part)s") % {"part": DayPart(code).label}
            for code in codes
        ]
    )


def _to_you(reason: Reason, name: str) -> str:
    if reason.kind == Kind.LANGUAGE:
        return _("Jullie spreken allebei %(languages)s") % {"languages": languages(reason.what)}
    if reason.kind == Kind.TIME:
        return _("%(name)s kan %(when)s, net als jij") % {"name": name, "when": day_parts(reason.what)}
    return _of_one(reason, name)


def _to_coordinator(reason: Reason, name: str, participant: str) -> str:
    both = {"name": name, "participant": participant}
    if reason.kind == Kind.LANGUAGE:
        return _("%(name)s spreekt %(languages)s, net als %(participant)s") % {
            **both,
            "languages": languages(reason.what),
        }
    if reason.kind == Kind.TIME:
        return _("%(name)s kan %(when)s, net als %(participant)s") % {**both, "when": day_parts(reason.what)}
    return _of_one(reason, name)


def _of_one(reason: Reason, name: str) -> str:
    if reason.kind == Kind.NEIGHBOURHOOD:
        return _("%(name)s woont ook in %(place)s") % {"name": name, "place": reason.what[0]}
    return str(OF_THEME[Theme(reason.what[0])]) % {"name": name}


def together(parts: Sequence[str]) -> str:
    """ "Joke, Bas en Ewa"."""
    head, last = parts[:-1], parts[-1]
    return _("%(head)s en %(last)s") % {"head": ", ".join(head), "last": last} if head else last
