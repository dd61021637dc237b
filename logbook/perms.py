"""Who logs, who reads. Whose contacts they are is narrowed by query: another buddy's are 404."""

from programmes.models import Membership, Role

from .models import Contact


def logs_contacts(membership: Membership) -> bool:
    """Buddies log what they did."""
    return membership.has_role(Role.BUDDY)


def reads_contacts(membership: Membership) -> bool:
    """Buddies read their own; their supervisor and coordinators read along and change nothing."""
    return membership.has_role(Role.BUDDY, Role.PROFESSIONAL, Role.COORDINATOR)


def can_undo(membership: Membership, contact: Contact) -> bool:
    """Only who logged it takes it back."""
    return logs_contacts(membership) and contact.by.person_id == membership.person_id
