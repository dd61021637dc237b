"""Who opens a plan, who holds a review. Whose plan it is is narrowed by query: anybody else's is 404."""

from programmes.models import Membership, Role


def opens_plans(membership: Membership) -> bool:
    """Participant, their buddy of now, the buddy's supervisor and coordinators read and write the same plan."""
    return membership.has_role(Role.PARTICIPANT, Role.BUDDY, Role.PROFESSIONAL, Role.COORDINATOR)


def holds_reviews(membership: Membership) -> bool:
    """A review is a conversation that somebody holds with the participant; the participant reads what came of it."""
    return membership.has_role(Role.BUDDY, Role.PROFESSIONAL, Role.COORDINATOR)


def has_a_year(membership: Membership) -> bool:
    """ "Mijn jaar" is the participant's own."""
    return membership.has_role(Role.PARTICIPANT)


def answers_reviews(membership: Membership) -> bool:
    """The questions are the participant's own; whoever holds the conversation fills them in with them."""
    return opens_plans(membership)


def decides_who_sees(membership: Membership) -> bool:
    """Who may see a success is decided by the participant alone."""
    return membership.has_role(Role.PARTICIPANT)


def keeps_ideas(membership: Membership) -> bool:
    """Ideas for steps, instruments and who guides whom are kept by coordinators."""
    return membership.has_role(Role.COORDINATOR)


def follows_obstacles(membership: Membership) -> bool:
    """All obstacles of the programme at a glance."""
    return membership.has_role(Role.COORDINATOR)
