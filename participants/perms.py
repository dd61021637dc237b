"""Who may do what with people who look for a buddy. Which of them someone finds is in `Participant.objects.visible_to`."""

from programmes.models import Membership, Role
from programmes.perms import is_coordinator


def can_decide(membership: Membership) -> bool:
    """Welcome, point elsewhere, change what is known, and say goodbye."""
    return is_coordinator(membership)


def can_refer(membership: Membership) -> bool:
    """Bring someone in with a short goal: referrers, and coordinators who write it down for one."""
    return membership.has_role(Role.REFERRER, Role.COORDINATOR)


def can_follow_referrals(membership: Membership) -> bool:
    """See what became of one's own referrals, and nothing of the file."""
    return membership.has_role(Role.REFERRER)
