"""From cards to a couple. The participant chooses; coordinators open doors; PostgreSQL holds what may never happen."""

from .choosing import FEWEST_CARDS, MOST_CARDS, close_round, make_round, rank, talk_first, talked
from .couples import LOOKS_AGAIN, answer_trial, end_match, pause_match, resume_match
from .inviting import (
    COMPUTE,
    allow,
    carry_out,
    compute_round,
    end_urgency,
    exclude,
    fill_round,
    invite_next,
    set_aside,
    set_urgent,
    why_not,
)
from .meeting import (
    Side,
    answer_invitation,
    answer_klik,
    expire,
    hold_meeting,
    look_further,
    meet_again,
    plan_meeting,
    start_match,
    withdraw,
)

__all__ = [
    "COMPUTE", "FEWEST_CARDS", "LOOKS_AGAIN", "MOST_CARDS", "Side", "allow", "answer_invitation", "answer_klik",
    "answer_trial", "carry_out", "close_round", "compute_round", "end_match", "end_urgency", "exclude", "expire",
    "fill_round", "hold_meeting", "invite_next", "look_further", "make_round", "meet_again", "pause_match",
    "plan_meeting", "rank", "resume_match", "set_aside", "set_urgent", "start_match", "talk_first", "talked",
    "why_not", "withdraw",
]  # fmt: skip
