"""The volunteer's phone: logging, people, agenda, and what the phone itself asks; and what the coordinator decides."""

from .agenda import agenda, close_feed, feed, open_feed
from .desk import leave_out, let_through, take_up_worry, to_check, worries
from .log import (
    celebrate_contact,
    change,
    change_called_off,
    change_shift,
    log,
    my_shifts,
    saved,
    undo_called_off,
    undo_contact,
    undo_shift,
)
from .people import contacts, my_people
from .phone import deliver, greet, install, manifest, service_worker, shell
from .phones import my_phones, phones_of, revoke_phone

__all__ = [
    "agenda",
    "celebrate_contact",
    "change",
    "change_called_off",
    "change_shift",
    "close_feed",
    "contacts",
    "deliver",
    "feed",
    "greet",
    "install",
    "leave_out",
    "let_through",
    "log",
    "manifest",
    "my_people",
    "my_phones",
    "my_shifts",
    "open_feed",
    "phones_of",
    "revoke_phone",
    "saved",
    "service_worker",
    "shell",
    "take_up_worry",
    "to_check",
    "undo_called_off",
    "undo_contact",
    "undo_shift",
    "worries",
]
