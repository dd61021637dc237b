"""The door of a programme: who may come in, and one transaction that a failed request leaves no trace in."""

import logging
import time
from collections.abc import Callable
from uuid import uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from .locks import back_to
from .models import Membership, Programme
from .refusals import Refused
from .scope import as_user, scope
from .views import please_sign_in

Handler = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("klik.request")
ACTIVE_ROLES = "active_roles"


class ProgrammeDoor:
    """For an address that begins with a programme: check membership, open the scope, roll back what fails.

    Unknown programme and no membership are both 404, so that nobody learns who exists. Any answer of 400 or more
    undoes what the request wrote, unless the view says it was kept on purpose (`programmes.http.kept`).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.programme = request.membership = None  # type: ignore[attr-defined]
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        if (path := back_to(request, match)) is not None:
            return redirect(path)
        request.my_memberships = self._memberships(request)  # type: ignore[attr-defined]
        if "programme" not in match.kwargs:
            return self.get_response(request)

        programme = self._programme(request, match.kwargs["programme"])
        membership = self._active(request, programme)
        if membership is None and not getattr(match.func, "is_open_to_all", False):
            if not request.user.is_authenticated:
                return please_sign_in(request)
            raise Http404
        request.programme, request.membership = programme, membership  # type: ignore[attr-defined]
        with scope(programme):
            response = self.get_response(request)
            if response.status_code >= 400 and not getattr(response, "keeps_what_it_wrote", False):
                transaction.set_rollback(True)
        if membership is not None:
            # Whoever picks up this device later must not find people's pages with the Back button.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> None:
        """Views find the programme on the request, so they need not name it."""
        kwargs.pop("programme", None)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal by the database that no form caught: say it in its own words."""
        if isinstance(error, Refused):
            return render(request, "422.html", {"message": " ".join(error.messages)}, status=422)
        return None

    @staticmethod
    def _memberships(request: HttpRequest) -> list[Membership]:
        if not request.user.is_authenticated:
            return []
        with as_user(request.user.pk):
            mine = Membership.objects.now().filter(user_id=request.user.pk)
            return list(mine.select_related("programme"))

    @staticmethod
    def _programme(request: HttpRequest, slug: str) -> Programme:
        """A member's programme came with the membership; 404 for one that does not exist."""
        mine = (m.programme for m in request.my_memberships if m.programme.slug == slug)  # type: ignore[attr-defined]
        programme = next(mine, None) or Programme.objects.filter(slug=slug).first()
        if programme is None:
            raise Http404
        return programme

    @staticmethod
    def _active(request: HttpRequest, programme: Programme) -> Membership | None:
        """The role this person last chose in this programme, else the first one."""
        mine = [m for m in request.my_memberships if m.programme_id == programme.pk]  # type: ignore[attr-defined]
        chosen = request.session.get(ACTIVE_ROLES, {}).get(str(programme.pk)) if mine else None
        return next((m for m in mine if m.pk == chosen), mine[0] if mine else None)


class RequestLog:
    """One line per request: the view's name and how it went. No address, no name, no body."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.monotonic()
        response = self.get_response(request)
        if request.resolver_match is None or request.resolver_match.view_name not in {"live", "ready"}:
            membership = getattr(request, "membership", None)
            log.info(
                "request",
                extra={
                    "request_id": uuid4().hex[:12],
                    "view": request.resolver_match.view_name if request.resolver_match else "",
                    "method": request.method,
                    "status": response.status_code,
                    "milliseconds": round((time.monotonic() - start) * 1000),
                    "programme": getattr(getattr(request, "programme", None), "slug", ""),
                    "role": membership.role if membership else "",
                },
            )
        return response
