"""Who may do what at the door. Other rooms' perms.py hold the same shape: pure functions of a membership and a thing."""

from django.core.exceptions import PermissionDenied

from .models import Membership, Role


def permit(allowed: bool) -> None:
    """Stop with 403 when not allowed. Views call it right after they obtained the thing."""
    if not allowed:
        raise PermissionDenied


def is_coordinator(membership: Membership | None) -> bool:
    """Coordinators see and steer everything in their own programme."""
    return membership is not None and membership.has_role(Role.COORDINATOR)


def works_with_people(membership: Membership | None) -> bool:
    """Coordinators and professionals may open lists of people; what a professional finds there is narrowed by query."""
    return membership is not None and membership.has_role(Role.COORDINATOR, Role.PROFESSIONAL)


def roles_in_hand(membership: Membership | None) -> tuple[Role, ...]:
    """Which roles someone may give and end: coordinators all, administrators only those that set a programme up."""
    if is_coordinator(membership):
        return tuple(Role)
    if membership is not None and membership.has_role(Role.ADMINISTRATOR):
        return (Role.COORDINATOR, Role.ADMINISTRATOR)
    return ()
