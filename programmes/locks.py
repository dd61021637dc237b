"""Lending one's device: a session that can show one page and nothing else, until its owner signs in again."""

from django.http import HttpRequest
from django.urls import ResolverMatch

LOCKED_TO = "locked_to"
ALWAYS_OPEN = {"account_logout", "programme_theme"}


def lock(request: HttpRequest, path: str) -> None:
    """From now on this session sees only `path` and what is below it. There is no way back but signing out."""
    request.session.cycle_key()
    request.session[LOCKED_TO] = path


def is_locked(request: HttpRequest) -> bool:
    return LOCKED_TO in request.session


def back_to(request: HttpRequest, match: ResolverMatch) -> str | None:
    """Where a locked session that strays must return to; None when it may go on."""
    path: str | None = request.session.get(LOCKED_TO)
    if path is None or match.view_name in ALWAYS_OPEN or request.path_info.startswith(path):
        return None
    return path
