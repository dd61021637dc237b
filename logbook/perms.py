"""Who logs, who reads. Whose contacts they are is narrowed by query: another buddy's are 404."""

from programmes.models import Membership, Role

from .models import Logged


def logs_contacts(membership: Membership) -> bool:
    """Volunteers log what they did."""
    return membership.has_role(Role.BUDDY)


def reads_contacts(membership: Membership) -> bool:
    """Buddies read their own; their supervisor and coordinators read along and change nothing."""
    return membership.has_role(Role.BUDDY, Role.PROFESSIONAL, Role.COORDINATOR)


def can_undo(membership: Membership, thing: Logged) -> bool:
    """Only who logged it changes it or takes it back."""
    return logs_contacts(membership) and thing.by.person_id == membership.person_id


def reads_worries(membership: Membership) -> bool:
    """Coordinators only: not buddies, not professionals, not funders."""
    return membership.has_role(Role.COORDINATOR)


def decides_on_deliveries(membership: Membership) -> bool:
    """Coordinators say what happens with a log that could not go into the logbook by itself."""
    return membership.has_role(Role.COORDINATOR)


def sees_phones_of_others(membership: Membership) -> bool:
    """Coordinators revoke a phone that was lost."""
    return membership.has_role(Role.COORDINATOR)
