"""What two people share, in sentences: as "jij" to the one who reads a card, about both to a coordinator."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buddies.models import Gender, Theme
from programmes.models import DayPart, Interest, Language

from .fit import ATTENTION, About, Kind, Reason, Wish

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
    return [_to_you(reason, name) for reason in _said_once(reasons)]


def to_coordinator(reasons: Iterable[Reason], *, name: str, participant: str) -> list[str]:
    """Why `name` was suggested to the participant."""
    return [_to_coordinator(reason, name, participant) for reason in _said_once(reasons)]


def attention(reasons: Iterable[Reason]) -> list[str]:
    """What a coordinator should think about before showing this card."""
    return [_attention(reason) for reason in reasons if reason.kind in ATTENTION]


def _attention(reason: Reason) -> str:
    words = {
        Kind.NO_LANGUAGE: _("We kennen geen taal die zij allebei spreken"),
        Kind.NO_TIME: _("We kennen geen dagdeel waarop zij allebei kunnen"),
    }
    if reason.kind == Kind.FAR:
        return _("Zij wonen niet dicht bij elkaar: %(one)s en %(other)s") % _two(reason)
    if reason.kind == Kind.NO_WISH:
        words_of_wish = wished(About(reason.what[0]), reason.what[1])
        return _("Liefst %(wish)s: dat is hier niet zo, of we weten het niet") % {"wish": words_of_wish}
    return words[reason.kind]


def wished(about: About, what: str) -> str:
    """ "een vrouw", "iemand die Arabisch spreekt": a wish, to be put behind "liefst" or "alleen"."""
    if about == About.GENDER:
        return str(Gender(what).label)
    if about == About.LANGUAGE:
        return _("iemand die %(language)s spreekt") % {"language": Language(what).label}
    if about == About.THEME:
        return _("iemand die dit kent: %(theme)s") % {"theme": Theme(what).label}
    return _("iemand uit de buurt")


def of_wishes(wishes: Iterable[Wish]) -> list[str]:
    """ "Alleen een vrouw", "Liefst iemand uit de buurt", for a coordinator."""
    return [
        (_("Alleen %(what)s") if wish.is_hard else _("Liefst %(what)s"))
        % {"what": wished(wish.about, wish.what)}
        for wish in wishes
    ]


def _said_once(reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons people read; a language or neighbourhood that was wished for is not told a second time."""
    shown = [reason for reason in reasons if reason.kind not in ATTENTION]
    wishes = [reason.what for reason in shown if reason.kind == Kind.WISH]
    codes = {what for about, what in wishes if about == About.LANGUAGE}
    said = []
    for reason in shown:
        what = reason.what
        if reason.kind == Kind.LANGUAGE:
            what = tuple(code for code in what if code not in codes)
        if what and not (_is_where(reason) and (About.NEAR, "") in wishes):
            said.append(Reason(reason.kind, what))
    return said


def _is_where(reason: Reason) -> bool:
    return reason.kind in {Kind.NEIGHBOURHOOD, Kind.NEAR}


def _two(reason: Reason) -> dict[str, str]:
    return {"one": reason.what[0], "other": reason.what[1]}


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
    if reason.kind == Kind.WISH:
        return _("%(sentence)s. Dat was jouw wens") % {"sentence": _comes_true(reason, name)}
    if reason.kind == Kind.INTEREST:
        return _("Jullie houden allebei van %(what)s") % {"what": interests(reason.what)}
    if reason.kind == Kind.LANGUAGE:
        return _("Jullie spreken allebei %(languages)s") % {"languages": languages(reason.what)}
    if reason.kind == Kind.NEAR:
        return _("Jullie wonen dicht bij elkaar: in %(one)s en %(other)s") % _two(reason)
    if reason.kind == Kind.TIME:
        return _("%(name)s kan %(when)s, net als jij") % {"name": name, "when": day_parts(reason.what)}
    return _of_one(reason, name)


def _to_coordinator(reason: Reason, name: str, participant: str) -> str:
    both = {"name": name, "participant": participant}
    if reason.kind == Kind.WISH:
        sentence = _comes_true(reason, name)
        return _("%(sentence)s: een wens van %(participant)s") % {**both, "sentence": sentence}
    if reason.kind == Kind.INTEREST:
        what = interests(reason.what)
        return _("%(name)s houdt van %(what)s, net als %(participant)s") % {**both, "what": what}
    if reason.kind == Kind.LANGUAGE:
        return _("%(name)s spreekt %(languages)s, net als %(participant)s") % {
            **both,
            "languages": languages(reason.what),
        }
    if reason.kind == Kind.NEAR:
        return _("Zij wonen dicht bij elkaar: in %(one)s en %(other)s") % _two(reason)
    if reason.kind == Kind.TIME:
        return _("%(name)s kan %(when)s, net als %(participant)s") % {**both, "when": day_parts(reason.what)}
    return _of_one(reason, name)


def _comes_true(reason: Reason, name: str) -> str:
    about, what = reason.what
    if about == About.GENDER:
        return _("%(name)s is %(gender)s") % {"name": name, "gender": Gender(what).label}
    if about == About.LANGUAGE:
        return _("%(name)s spreekt %(languages)s") % {"name": name, "languages": languages([what])}
    if about == About.THEME:
        return str(OF_THEME[Theme(what)]) % {"name": name}
    return _("%(name)s woont in de buurt") % {"name": name}


def interests(codes: Sequence[str]) -> str:
    """ "wandelen, koken en muziek"."""
    return together([str(Interest(code).label) for code in codes])


def _of_one(reason: Reason, name: str) -> str:
    if reason.kind == Kind.NEIGHBOURHOOD:
        return _("%(name)s woont ook in %(place)s") % {"name": name, "place": reason.what[0]}
    return str(OF_THEME[Theme(reason.what[0])]) % {"name": name}


def together(parts: Sequence[str]) -> str:
    """ "Joke, Bas en Ewa"."""
    head, last = parts[:-1], parts[-1]
    return _("%(head)s en %(last)s") % {"head": ", ".join(head), "last": last} if head else last
