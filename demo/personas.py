"""Who can be signed in as with one click: one invented person per role and programme, always under the same id."""

from dataclasses import dataclass

from django.utils import timezone

from programmes.models import Role
from programmes.names import Name

from .facts import SEVERAL_ROLES, ProgrammeFacts
from .people import email_of
from .programmes import all_facts


@dataclass(frozen=True)
class Persona:
    """`programme` is its slug; `email` is the account that is signed in; `name` is invented."""

    id: str
    name: str
    programme: str
    role: Role
    email: str
    about: str

    @property
    def label(self) -> str:
        return f"{self.name}, {self.about}"


def all_personas() -> list[Persona]:
    """Everyone, programme by programme."""
    return [persona for facts in all_facts(timezone.localdate()) for persona in personas_of(facts)]


def find(persona_id: str) -> Persona | None:
    return next((persona for persona in all_personas() if persona.id == persona_id), None)


def personas_of(facts: ProgrammeFacts) -> list[Persona]:
    """The staff of a programme, its buddy, and two participants: one who chooses, one in the middle of a year."""
    buddy, participant = facts.buddy[0], facts.participant[0]
    people: list[tuple[str, Name, Role, str]] = [
        ("buddy", facts.buddy_persona, Role.BUDDY, f"{buddy} met {facts.participant[1]}"),
        ("choosing", facts.choosing_persona, Role.PARTICIPANT, f"{participant}: kiest nu"),
        ("participant", facts.year_persona, Role.PARTICIPANT, f"{participant}: is een jaar onderweg"),
    ]
    for staff in facts.staff:
        about = str(staff.role.label).lower()
        if staff.name == SEVERAL_ROLES:
            about = "meer rollen, in twee programma's"
        people.append(
            (staff.id, staff.name, staff.role, f"{about} ({staff.partner})" if staff.partner else about)
        )
    order = list(Role)
    return [
        Persona(
            id=f"{facts.slug}-{key}",
            name=name.full,
            programme=facts.slug,
            role=role,
            email=email_of(name, facts.slug),
            about=about,
        )
        for key, name, role, about in sorted(people, key=lambda each: order.index(each[2]))
    ]
