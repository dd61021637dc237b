"""Pages between the cards and the match: of the coordinator, of the participant who chooses, of the two who meet."""

from .choosing import choose, my_choice, tablet, talk_first
from .couples import end_match, match
from .desk import board, close_round, exclude, invite, make_round, round_, talked
from .meetings import invitation, klik, meeting, start_match, withdraw

__all__ = [
    "board",
    "choose",
    "close_round",
    "end_match",
    "exclude",
    "invitation",
    "invite",
    "klik",
    "make_round",
    "match",
    "meeting",
    "my_choice",
    "round_",
    "start_match",
    "tablet",
    "talk_first",
    "talked",
    "withdraw",
]
