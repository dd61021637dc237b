"""The stage before anyone comes on it: the programme, its words and colours, its places, partners, gates and staff."""

from dataclasses import dataclass, field
from itertools import pairwise

from activities.actions import add_location
from activities.models import Location
from buddies.models import Task
from matching.actions import keep_near
from programmes.actions import add_person, give_role
from programmes.models import (
    Gate,
    Membership,
    Neighbourhood,
    Partner,
    Person,
    Phase,
    Programme,
    Role,
)
from programmes.setup.actions import furnish, make_programme

from .facts import ProgrammeFacts
from .people import email_of


@dataclass
class Setting:
    """What the story needs to find again. `staff` by role; the first of a role is the persona."""

    programme: Programme
    neighbourhoods: list[Neighbourhood]
    gates: list[Gate]
    partners: dict[str, Partner]
    locations: dict[str, Location]
    staff: dict[Role, list[Membership]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def coordinator(self) -> Membership:
        return self.staff[Role.COORDINATOR][0]


def make_stage(facts: ProgrammeFacts) -> Programme:
    """The tenant itself. Outside a scope: there is none to open before this row."""
    light_and_dark = {name: getattr(facts.palette, name) for name in facts.palette.__dataclass_fields__}
    return make_programme(
        slug=facts.slug,
        name=facts.name,
        organisation=facts.organisation,
        place=facts.place,
        tagline=facts.tagline,
        introduction=facts.introduction,
        facts=list(facts.facts),
        public_email=facts.public_email,
        public_phone=facts.public_phone,
        doors=[door.value for door in facts.doors],
        buddy_singular=facts.buddy[0],
        buddy_plural=facts.buddy[1],
        buddy_article=facts.buddy[2],
        participant_singular=facts.participant[0],
        participant_plural=facts.participant[1],
        participant_article=facts.participant[2],
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        contact_days=facts.contact_days,
        match_months=12,
        aftercare_months=6,
        other_tasks=sorted({task.value for group in facts.volunteers for task in group.tasks} - {Task.BUDDY}),
        **light_and_dark,
    )


def set_the_stage(programme: Programme, facts: ProgrammeFacts) -> Setting:
    """Everything a programme has before its first sign-up. Inside its scope."""
    Phase.objects.bulk_create(
        Phase(
            name=phase.name,
            starts_on=phase.starts_on,
            ends_on=phase.ends_on,
            is_predecessor=phase.is_predecessor,
            note=phase.note,
            figures={measure.value: amount for measure, amount in phase.figures.items()},
        )
        for phase in facts.phases
    )
    gates, neighbourhoods = furnish(
        gates=facts.gates,
        neighbourhoods=facts.neighbourhoods,
        targets=facts.targets,
        periods=facts.target_periods,
    )
    partners = {
        each.name: Partner.objects.create(name=each.name, kinds=[kind.value for kind in each.kinds])
        for each in facts.partners
    }
    setting = Setting(
        programme=programme,
        neighbourhoods=neighbourhoods,
        gates=gates,
        partners=partners,
        locations={
            place.name: add_location(name=place.name, address=place.address, host=partners.get(place.host))
            for place in facts.locations
        },
    )
    for staff in facts.staff:
        person = add_person(name=staff.name, email=email_of(staff.name, facts.slug))
        membership = give_role(
            person=person, role=staff.role, email=person.email, partner=partners.get(staff.partner)
        )
        setting.staff.setdefault(staff.role, []).append(membership)
        setting.people[staff.name.full] = person
    keep_near(pairs=pairwise(sorted(each.pk for each in neighbourhoods)), by=setting.coordinator)
    return setting
