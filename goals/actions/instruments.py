"""Keeping instruments. A coordinator; the two of Klik itself come by themselves."""

from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from goals.instruments import WrongDefinition, read_definition
from goals.models import Instrument
from goals.shipped import shipped
from programmes.actions import record
from programmes.models import Membership
from programmes.refusals import Refused, refusals

LICENCE = {"owner": 120, "terms": 2000, "attribution": 200, "proof": 300}


def ensure_shipped(*, on: date | None = None) -> None:
    """Klik's own life-area marks and the ladder, in a programme that does not know them yet. Safe at any moment."""
    known = set(Instrument.objects.order_by().values_list("key", flat=True))
    for each in shipped():
        if each["key"] in known:
            continue
        licence = {f"licence_{name}": text for name, text in each["licence"].items()}
        Instrument.objects.get_or_create(
            key=each["key"],
            version=1,
            defaults={
                "name": each["name"],
                "definition": each["definition"],
                "active_since": (on or timezone.localdate()) if each["active"] else None,
                **licence,
            },
        )


def import_instrument(*, data: Any, by: Membership) -> Instrument:
    """A new version out of JSON ({"key", "name", "licence", "definition"}); not in use until it is activated.

    A coordinator. Raises Refused with where and why when the JSON is not an instrument. What is the same as the
    latest version is that version: importing twice makes one.
    """
    if not isinstance(data, dict) or not {"key", "name", "definition"} <= set(data):
        raise Refused(
            _("Dit is geen meetinstrument: er horen een key, een name en een definition in te staan.")
        )
    _refuse_wrong(data["definition"])
    key, name, licence = data["key"], data["name"], data.get("licence") or {}
    if not _is_key(key) or not isinstance(name, str) or not 1 <= len(name.strip()) <= 80:
        raise Refused(
            _("Een key is een kort woord met kleine letters; een name heeft 1 tot en met 80 tekens.")
        )
    record_of_licence: dict[str, Any] = {f"licence_{each}": _line(licence, each) for each in LICENCE}
    record_of_licence["licence_until"] = _day(licence)
    with refusals():
        latest = Instrument.objects.filter(key=key).order_by("-version").first()
        if latest and latest.definition == data["definition"]:
            return latest
        made = Instrument.objects.create(
            key=key,
            version=_latest_version(key) + 1,
            name=name.strip(),
            definition=data["definition"],
            made_by=by,
            **record_of_licence,
        )
        record("instrument.imported", by=by, thing=made)
    return made


def build_instrument(
    *, name: str, definition: dict[str, Any], by: Membership, of: Instrument | None = None
) -> Instrument:
    """Keep an instrument as it was made on screen; not in use until it is activated. A coordinator.

    `of` is the version it began from: that one itself is changed as long as nobody was asked and it is not in use,
    else the next version is made, with the same licence. Raises Refused for what cannot be an instrument.
    """
    _refuse_wrong(definition)
    with refusals():
        if of is not None:
            of = Instrument.objects.select_for_update(of=("self",)).get(pk=of.pk)
            if (of.name, of.definition) == (name, definition):
                return of
            if of.active_since is None and not of.answers.exists():
                of.name, of.definition = name, definition
                of.save(update_fields=["name", "definition"])
                record("instrument.changed", by=by, thing=of)
                return of
        key = of.key if of else _free_key(name)
        licence = (
            {f"licence_{each}": getattr(of, f"licence_{each}") for each in (*LICENCE, "until")} if of else {}
        )
        made = Instrument.objects.create(
            key=key, version=_latest_version(key) + 1, name=name, definition=definition, made_by=by, **licence
        )
        record("instrument.built", by=by, thing=made)
    return made


def license_instrument(*, instrument: Instrument, by: Membership, **licence: Any) -> Instrument:
    """Write down by what right it is used: owner, terms, attribution, proof, until. A coordinator; also later on."""
    with refusals():
        for name, value in licence.items():
            setattr(instrument, f"licence_{name}", value)
        instrument.save(update_fields=[f"licence_{name}" for name in licence])
        record("instrument.licensed", by=by, thing=instrument)
    return instrument


def activate_instrument(
    *, instrument: Instrument, by: Membership | None, on: date | None = None
) -> Instrument:
    """Ask these questions from now on; the version that was in use stops. A coordinator.

    Raises Refused without a licence record, or with one that is over. Conversations under way keep their version.
    """
    day = on or timezone.localdate()
    if instrument.licence_until and instrument.licence_until < day:
        raise Refused(_("De licentie is verlopen. Vul eerst in tot wanneer die nu geldt."))
    with refusals():
        others = Instrument.objects.filter(
            key=instrument.key, active_since__isnull=False, retired_on__isnull=True
        )
        others.exclude(pk=instrument.pk).update(retired_on=day)
        instrument.active_since, instrument.retired_on = day, None
        instrument.save(update_fields=["active_since", "retired_on"])
        record("instrument.activated", by=by, thing=instrument, at=on)
    return instrument


def retire_instrument(*, instrument: Instrument, by: Membership) -> Instrument:
    """Do not ask these questions any more. What was answered stays. A coordinator."""
    with refusals():
        if not instrument.is_active:
            raise Refused(_("Dit was al niet meer in gebruik."))
        instrument.retired_on = timezone.localdate()
        instrument.save(update_fields=["retired_on"])
        record("instrument.retired", by=by, thing=instrument)
    return instrument


def _refuse_wrong(definition: Any) -> None:
    try:
        read_definition(definition)
    except WrongDefinition as wrong:
        where = _("Bij %(where)s: %(why)s") % {"where": wrong.where, "why": wrong.why}
        raise Refused(where if wrong.where else wrong.why) from wrong


def _latest_version(key: str) -> int:
    return Instrument.objects.filter(key=key).aggregate(most=Max("version"))["most"] or 0


def _free_key(name: str) -> str:
    """A short name out of the name that no other instrument has."""
    base = slugify(name)[:30].strip("-") or "vragen"
    taken = set(Instrument.objects.filter(key__startswith=base).order_by().values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 1000))) if key not in taken)


def _is_key(key: object) -> bool:
    return isinstance(key, str) and 1 <= len(key) <= 40 and key.replace("-", "").isalnum() and key.islower()


def _line(licence: dict[str, Any], name: str) -> str:
    text = licence.get(name, "") if isinstance(licence, dict) else ""
    if not isinstance(text, str) or len(text) > LICENCE[name]:
        raise Refused(_("In de licentie klopt “%(name)s” niet.") % {"name": name})
    return text.strip()


def _day(licence: dict[str, Any]) -> date | None:
    until = licence.get("until") if isinstance(licence, dict) else None
    try:
        return date.fromisoformat(until) if until else None
    except (TypeError, ValueError):
        raise Refused(_("In de licentie klopt “until” niet. Schrijf het als 2027-12-31.")) from None
