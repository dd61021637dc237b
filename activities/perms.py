"""Who may do what with activities."""

from programmes.models import Membership, Role


def can_plan(membership: Membership) -> bool:
    """Coordinators and professionals plan, record who was there and write down what was learned."""
    return membership.has_role(Role.COORDINATOR, Role.PROFESSIONAL)


def can_open_a_session(membership: Membership) -> bool:
    """Buddies too, but only sessions of their own: the query decides which."""
    return can_plan(membership) or has_agenda(membership)


def has_agenda(membership: Membership) -> bool:
    return membership.has_role(Role.BUDDY)
