"""What a request carries inside a programme, and the two marks a view can wear."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from .models import Membership, Programme, User

View = TypeVar("View", bound=Callable[..., HttpResponse])


class ProgrammeRequest(HttpRequest):
    """A request whose address begins with a programme. The middleware has checked membership and opened the scope."""

    user: User
    htmx: HtmxDetails
    programme: Programme
    membership: Membership
    my_memberships: list[Membership]


def open_to_all(view: View) -> View:
    """Mark a view that answers people who are not signed in or not a member: the programme's public pages."""
    view.is_open_to_all = True  # type: ignore[attr-defined]
    return view


Response = TypeVar("Response", bound=HttpResponse)


def kept(response: Response) -> Response:
    """Mark an answer of 400 or more whose writing must stay: a second version that was put aside, not refused."""
    response.keeps_what_it_wrote = True  # type: ignore[attr-defined]
    return response
