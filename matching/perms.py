"""Who may do what on the way from cards to a couple."""

from programmes.models import Membership, Role
from programmes.perms import is_coordinator

from .models import ChoiceRound, Introduction, Match


def can_match(membership: Membership) -> bool:
    """Make cards, invite, plan, round off: coordinators. None of it can begin a match; that takes two yeses."""
    return is_coordinator(membership)


def can_look_at_own_choice(membership: Membership) -> bool:
    return membership.has_role(Role.PARTICIPANT)


def can_choose(membership: Membership, choice: ChoiceRound) -> bool:
    """The participant; a coordinator only writes down what the participant said."""
    is_own = choice.participant.person_id == membership.person_id
    return is_coordinator(membership) or (membership.has_role(Role.PARTICIPANT) and is_own)


def can_be_invited(membership: Membership) -> bool:
    """Read and answer invitations: volunteers, and the query gives them only their own."""
    return membership.has_role(Role.BUDDY)


def can_answer_klik(membership: Membership, introduction: Introduction) -> bool:
    """Each of the two in private; a coordinator writes down what the participant said."""
    if membership.has_role(Role.PARTICIPANT):
        return bool(introduction.participant.person_id == membership.person_id)
    if membership.has_role(Role.BUDDY):
        return bool(introduction.buddy.person_id == membership.person_id)
    return is_coordinator(membership)


def can_answer_trial(membership: Membership, match: Match) -> bool:
    """The participant alone; a coordinator writes down what the participant said."""
    is_own = membership.has_role(Role.PARTICIPANT) and match.participant.person_id == membership.person_id
    return is_coordinator(membership) or is_own


def can_see_match(membership: Membership, match: Match) -> bool:
    """Coordinators, and the professional beside this buddy."""
    is_beside = membership.has_role(Role.PROFESSIONAL) and match.buddy.supervisor_id == membership.pk
    return is_coordinator(membership) or is_beside
