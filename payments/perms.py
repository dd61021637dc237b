"""Who may do what with money. Whose it is, is narrowed by query: another volunteer's is 404."""

from programmes.models import Membership, Role
from programmes.perms import is_coordinator

from .models import Claim


def has_allowance(membership: Membership) -> bool:
    """Volunteers see, claim and take back their own."""
    return membership.has_role(Role.BUDDY)


def handles_claims(membership: Membership) -> bool:
    """Coordinators look at claims, make payment lists and say they are paid."""
    return is_coordinator(membership)


def sees_receipts(membership: Membership) -> bool:
    """A receipt is for who handed it in and who decides on it."""
    return has_allowance(membership) or handles_claims(membership)


def can_decide(membership: Membership, claim: Claim) -> bool:
    """Not on one's own claim: a colleague does that."""
    return handles_claims(membership) and claim.volunteer.person_id != membership.person_id


def sets_terms(membership: Membership) -> bool:
    """What a programme gives and who pays: its coordinators and the administrator."""
    return membership.has_role(Role.COORDINATOR, Role.ADMINISTRATOR)
