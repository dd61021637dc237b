"""What a volunteer's phone asks by itself: to be known, to hand over a log, and to work without a connection.

Handing over is allowed by the phone's own cookie and not by a session, so that an expired session loses nothing. Instead
of a form's token it is the content type and the Origin that tell our own page from somebody else's.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.http import ProgrammeRequest, kept, open_to_all
from programmes.perms import permit

from .. import outbox, perms, phones
from ..forms import LogForm
from ..models import DEVICE_LASTS
from ..sealing import KeysLocked, Unreadable

# Room for one photo of a receipt, made smaller by the phone, twice in base64 (in the log, and sealed).
LARGEST = 1_500_000
# What the page without a connection is made of; the scripts it imports are named too.
PRECACHED = ("css/klik.css", "js/klik.js", "js/outbox.js", "js/log.js", "favicon.svg")
# The label says "today"; which day that is, is told apart when it arrives.
SOME_DAY = date(2000, 1, 2)

View = Callable[..., HttpResponse]


def from_own_page(view: View) -> View:
    """Refuse what no page of ours can have sent: another origin, or a body that is not JSON."""

    @wraps(view)
    def _checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
        if not is_ours or request.content_type != "application/json":
            return JsonResponse({"stored": False}, status=403)
        return view(request, *args, **kwargs)

    return _checked


@csrf_exempt
@never_cache
@require_POST
@from_own_page
def greet(request: ProgrammeRequest, device: UUID | None = None) -> HttpResponse:
    """Make this phone known as the volunteer's who is signed in on it, or renew what it has."""
    permit(perms.logs_contacts(request.membership))
    token = request.COOKIES.get(settings.OUTBOX_COOKIE_NAME, "")
    given = phones.greet(
        membership=request.membership,
        agent=request.headers.get("User-Agent", ""),
        device=phones.known(device, token) if device else None,
        token=token,
    )
    outbox.release(membership=request.membership)
    response = JsonResponse({"phone": str(given.device.uid)})
    _carry(response, request, given)
    return response


def _carry(response: HttpResponse, request: ProgrammeRequest, given: phones.Pass) -> None:
    """A cookie that scripts cannot read and the browser shows nowhere but where this phone hands over its logs."""
    response.set_cookie(
        settings.OUTBOX_COOKIE_NAME,
        given.token,
        max_age=DEVICE_LASTS,
        path=request.programme.to("logbook:greet_again", given.device.uid),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


@csrf_exempt
@never_cache
@require_http_methods(["PUT"])
@open_to_all
@from_own_page
def deliver(request: ProgrammeRequest, device: UUID, uid: UUID) -> HttpResponse:
    """Take in one sealed log. The phone may forget it when the answer names it as stored, and not before."""
    carrier = phones.known(device, request.COOKIES.get(settings.OUTBOX_COOKIE_NAME, ""))
    if carrier is None:
        return JsonResponse({"uuid": str(uid), "stored": False, "phone": "unknown"}, status=401)
    try:
        receipt = outbox.receive(device=carrier, uid=uid, body=_body(request), clock_off=_clock_off(request))
    except Unreadable:
        return JsonResponse({"uuid": str(uid), "stored": False}, status=422)
    except KeysLocked:
        return JsonResponse({"uuid": str(uid), "stored": False}, status=503)
    return kept(
        JsonResponse({"uuid": str(uid), "stored": True, "state": receipt.state}, status=receipt.status)
    )


def _body(request: HttpRequest) -> bytes:
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise Unreadable("too large") from error
    if len(body) > LARGEST:
        raise Unreadable("too large")
    return body


def _clock_off(request: HttpRequest) -> timedelta:
    """How far the phone's clock is behind ours now. What cannot be a time counts as a clock that is right."""
    now = timezone.now()
    try:
        theirs = datetime.fromtimestamp(int(request.headers.get("Klik-Clock", "")) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return timedelta(0)
    return now - theirs


@cache_control(public=True, max_age=0, must_revalidate=True)
@require_safe
@open_to_all
def shell(request: ProgrammeRequest) -> HttpResponse:
    """The log form for when there is no connection. It names nobody: the phone fills in its own few names."""
    return HttpResponse(_shell(request))


def _shell(request: ProgrammeRequest) -> str:
    """Rendered without the request, so that nothing about whoever is signed in can end up in it."""
    form = LogForm(matches=[], today=SOME_DAY, initial={"day": SOME_DAY.isoformat(), "length": "60"})
    context = {
        "form": form,
        "programme": request.programme,
        "words": request.programme.words,
        "membership": None,
        "has_errors": False,
        "demo": settings.DEMO,
    }
    return render_to_string("logbook/shell.html", context)


@cache_control(public=True, max_age=0, must_revalidate=True)
@require_safe
@open_to_all
def service_worker(request: ProgrammeRequest) -> HttpResponse:
    """Keeps the shell and its few files on the phone. Its edition changes exactly when one of them does."""
    files = [
        *(static(name) for name in PRECACHED),
        reverse("programme_theme", args=[request.programme.slug]),
    ]
    edition = hashlib.sha256("\n".join([_shell(request), *files]).encode()).hexdigest()[:12]
    context = {
        "edition": edition,
        "files": files,
        "shell": request.programme.to("logbook:shell"),
        "log": request.programme.to("logbook:log"),
    }
    return render(
        request, "logbook/service_worker.js", context, content_type="text/javascript; charset=utf-8"
    )


@cache_control(public=True, max_age=3600)
@require_safe
@open_to_all
def manifest(request: ProgrammeRequest) -> HttpResponse:
    """What a phone needs to put Klik on its home screen."""
    programme = request.programme
    icons = [("any", 192), ("any", 512), ("maskable", 512)]
    return JsonResponse(
        {
            "id": programme.to("logbook:log"),
            "name": programme.name,
            "short_name": programme.name[:12].strip(),
            "lang": "nl",
            "dir": "ltr",
            "start_url": programme.to("logbook:log"),
            "scope": programme.to("programmes:public"),
            "display": "standalone",
            "background_color": "#faf7f2",
            "theme_color": "#faf7f2",
            "icons": [
                {
                    "src": static(f"icons/klik-{size}{'' if purpose == 'any' else '-' + purpose}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for purpose, size in icons
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
def install(request: ProgrammeRequest) -> HttpResponse:
    """How to put Klik on the home screen of an iPhone or an Android phone, in pictures."""
    permit(perms.logs_contacts(request.membership))
    return render(request, "logbook/install.html", {"name": capfirst(request.programme.name)})
