"""Who may make a report and who may read one."""

from programmes.models import Membership, Role
from programmes.perms import is_coordinator

from .models import Report

__all__ = ["can_make_reports", "can_read_published", "can_see_today", "may_change"]


def can_see_today(membership: Membership) -> bool:
    """*Vandaag* is the coordinator's."""
    return is_coordinator(membership)


def can_make_reports(membership: Membership) -> bool:
    """Coordinators make reports and see every state of them."""
    return is_coordinator(membership)


def can_read_published(membership: Membership) -> bool:
    """Funders read what was published for their organisation, and nothing else."""
    return membership.has_role(Role.FUNDER)


def may_change(membership: Membership, report: Report) -> bool:
    """A draft, by a coordinator."""
    return can_make_reports(membership) and report.is_draft
