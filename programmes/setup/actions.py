"""Making a programme, and changing how it is set up without breaking what exists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ..actions import add_person, give_role, record
from ..blueprints import GateFacts
from ..invitations import LinkTo, invite
from ..models import (
    Gate,
    Invitation,
    Measure,
    Membership,
    Neighbourhood,
    Partner,
    PartnerKind,
    Person,
    Phase,
    Programme,
    Role,
    Target,
    User,
)
from ..names import Name
from ..refusals import Refused, refusals
from ..scope import scope


def make_programme(**columns: Any) -> Programme:
    """The tenant itself. Outside a scope: there is none to open before this row. Refused when the address is taken."""
    try:
        with refusals():
            return Programme.objects.create(**columns)
    except IntegrityError as error:
        raise Refused(_("Dit adres is al in gebruik. Kies een ander.")) from error


def furnish(
    *,
    gates: Sequence[GateFacts],
    neighbourhoods: Iterable[tuple[str, date | None]],
    targets: Mapping[Measure, int],
    periods: Iterable[tuple[date, date]],
) -> tuple[list[Gate], list[Neighbourhood]]:
    """What a programme has before its first sign-up. Inside its scope."""
    Target.objects.bulk_create(
        Target(measure=measure, aim=aim, starts_on=first, ends_on=last)
        for first, last in periods
        for measure, aim in targets.items()
    )
    return (
        [
            Gate.objects.create(
                kind=gate.kind, name=gate.name, position=position, valid_months=gate.valid_months
            )
            for position, gate in enumerate(gates, 1)
        ],
        [Neighbourhood.objects.create(name=name, since=since) for name, since in neighbourhoods],
    )


def found_programme(
    *,
    by: User,
    own_name: Name,
    columns: Mapping[str, Any],
    gates: Sequence[GateFacts],
    neighbourhoods: Sequence[str],
    targets: Mapping[Measure, int],
    funders: Sequence[str],
    coordinator: tuple[str, str],
    link_to: LinkTo,
) -> tuple[Membership, Invitation]:
    """A new programme with everything in it, and its coordinator invited. Somebody with an address who is administrator elsewhere.

    Returns the maker's own role in it and the invitation. All or nothing; Refused when the address is taken.
    """
    with transaction.atomic():
        programme = make_programme(**columns)
        with scope(programme):
            last = programme.ends_on or date(programme.starts_on.year, 12, 31)
            furnish(
                gates=gates,
                neighbourhoods=[(name, programme.starts_on) for name in neighbourhoods],
                targets=targets,
                periods=[(programme.starts_on, last)],
            )
            Partner.objects.bulk_create(
                Partner(name=name, kinds=[PartnerKind.FUNDER.value]) for name in funders
            )
            email = by.email or ""
            maker = give_role(
                person=add_person(name=own_name, email=email), role=Role.ADMINISTRATOR, email=email
            )
            record("programme.founded", by=maker)
            name, email = coordinator
            invitation = invite(
                role=Role.COORDINATOR, name=name, email=email, by=maker, programme=programme, link_to=link_to
            )
    return maker, invitation


def change_programme(*, programme: Programme, by: Membership, **columns: Any) -> None:
    """Other words, colours, texts or agreements, for everyone from the next page on. A coordinator."""
    with refusals():
        for column, value in columns.items():
            setattr(programme, column, value)
        programme.save(update_fields=sorted(columns))
        record("programme.changed", by=by, reason=", ".join(sorted(columns)))


def change_working(*, programme: Programme, by: Membership, **columns: Any) -> None:
    """Other doors, tasks, or one to one or not. A coordinator; who is there already stays as they are.

    Refused to stop working one to one while there are couples (the relation `matches` comes from a room above).
    """
    together = Person.objects.filter(
        participant_roles__matches__isnull=False, participant_roles__matches__ended_on__isnull=True
    )
    if programme.has_matching and not columns["has_matching"] and together.exists():
        raise Refused(_("Er lopen nog matches. Rond die eerst af; dan kan één op één uit."))
    change_programme(programme=programme, by=by, **columns)


def set_neighbourhood(
    *,
    neighbourhood: Neighbourhood | None,
    by: Membership,
    name: str,
    since: date | None = None,
    until: date | None = None,
) -> Neighbourhood:
    """Add a neighbourhood, rename it, or say from when until when. A coordinator.

    Renamed, it keeps its people and its history; the old name is kept too, and still understood in a file.
    """
    with refusals():
        hood = neighbourhood or Neighbourhood()
        if neighbourhood is not None and hood.name != name and hood.name not in hood.former_names:
            hood.former_names = [*hood.former_names, hood.name]
        hood.name, hood.since, hood.until = name, since, until
        hood.save()
        record("neighbourhood.set", by=by, thing=hood, reason=name)
    return hood


def set_target(
    *, target: Target | None, by: Membership, measure: Measure, aim: int, starts_on: date, ends_on: date
) -> Target:
    """Write down what was agreed with a funder, or correct it. A coordinator. Refused when it is there already."""
    with refusals():
        target = target or Target()
        target.measure, target.aim, target.starts_on, target.ends_on = measure, aim, starts_on, ends_on
        target.save()
        record("target.set", by=by, thing=target)
    return target


def set_phase(
    *,
    phase: Phase | None,
    by: Membership,
    name: str,
    starts_on: date,
    ends_on: date | None,
    is_predecessor: bool,
    note: str,
    figures: Mapping[str, int],
) -> Phase:
    """Write down a predecessor or a phase, with the figures it reached. A coordinator."""
    with refusals():
        phase = phase or Phase()
        phase.name, phase.starts_on, phase.ends_on = name, starts_on, ends_on
        phase.is_predecessor, phase.note, phase.figures = is_predecessor, note, dict(figures)
        phase.save()
        record("phase.set", by=by, thing=phase, reason=name)
    return phase


def remove_part(*, part: Target | Phase, by: Membership) -> None:
    """Take away a target or a phase that was a mistake. A coordinator. Reports that were made keep what they said."""
    record(f"{part._meta.model_name}.removed", by=by, thing=part, reason=str(part))
    part.delete()
