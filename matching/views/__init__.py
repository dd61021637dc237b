"""Pages between the cards and the match: of the coordinator, of the participant who chooses, of the two who meet."""

from .agreements import allow, not_urgent, settings, urgent
from .choosing import choose, my_choice, paper, photo, tablet, talk_first
from .couples import end_match, match, pause_match, resume_match, trial
from .desk import board, close_round, exclude, invite, make_round, round_, talked
from .meetings import calendar, go_on, invitation, klik, meeting, start_match, withdraw
from .rounds import block, carry_out, compute, proposal, rounds, set_aside
from .wishes import my_wishes, near, wishes

__all__ = [
    "allow", "block", "board", "calendar", "carry_out", "choose", "close_round", "compute", "end_match", "exclude",
    "go_on", "invitation", "invite", "klik", "make_round", "match", "meeting", "my_choice", "my_wishes", "near",
    "not_urgent", "paper", "pause_match", "photo", "proposal", "resume_match", "round_", "rounds", "set_aside", "settings", "start_match", "tablet",
    "talk_first", "talked", "trial", "urgent", "wishes", "withdraw",
]  # fmt: skip
