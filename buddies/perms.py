"""Who may do what with volunteers. Which of them someone finds is in `Buddy.objects.visible_to`."""

from programmes.models import Membership, Role
from programmes.perms import is_coordinator


def can_guide(membership: Membership) -> bool:
    """Tick off gates, describe, pause and let in."""
    return is_coordinator(membership)


def has_own_card(membership: Membership) -> bool:
    """Change what participants read about oneself."""
    return membership.has_role(Role.BUDDY)
