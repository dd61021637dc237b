"""The front door: which programmes there are, a programme's public page, choosing a role, health and honest errors."""

import time

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.cache import cache
from django.db import connection
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from . import actions, cards, context
from .doorkeeper import is_too_busy
from .forms import form_page, posted
from .http import ProgrammeRequest, open_to_all
from .models import Gate, Membership, Neighbourhood, Partner, Phase, Programme, Role, Target
from .perms import is_coordinator, permit
from .refusals import Refused
from .sign_in import CardForm

HEARTBEAT_MAX_AGE = 45
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOT_TYPED = {"csrfmiddlewaretoken"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Signed in with one role: straight to it. Otherwise the programmes, or one's own roles."""
    memberships = getattr(request, "my_memberships", [])
    if len(memberships) == 1:
        return redirect(context.first_page(memberships[0].programme, memberships[0].role))
    return render(request, "programmes/home.html", {"programmes": Programme.objects.order_by("name")})


@require_safe
@open_to_all
def public(request: ProgrammeRequest) -> HttpResponse:
    """The programme's own page, for everyone."""
    return render(
        request,
        "programmes/public.html",
        {
            "doors": doors(request.programme),
            "neighbourhoods": Neighbourhood.objects.open_on(timezone.localdate()),
            "phases": Phase.objects.all(),
        },
    )


def doors(programme: Programme) -> list[dict[str, str]]:
    """The ways in that this programme has, each with its address."""
    views = {
        "self": "participants:sign_up",
        "family": "participants:sign_up_family",
        "someone_else": "participants:sign_up_someone",
        "volunteer": "buddies:sign_up",
        "referrer": "participants:refer",
    }
    return [{"door": door, "url": programme.to(views[door])} for door in programme.doors]


@require_safe
def begin(request: ProgrammeRequest) -> HttpResponse:
    """Where this person begins in this programme."""
    return redirect(context.first_page(request.programme, request.membership.role))


@require_safe
def about(request: ProgrammeRequest) -> HttpResponse:
    """What an administrator sees of a programme: how it is set up, and no personal file."""
    permit(request.membership.has_role(Role.ADMINISTRATOR, Role.COORDINATOR))
    setup = {
        "gates": Gate.objects.in_use(),
        "targets": Target.objects.select_related("programme").order_by("-starts_on", "id"),
        "neighbourhoods": Neighbourhood.objects.all(),
        "partners": Partner.objects.all(),
        "phases": Phase.objects.all(),
        "may_found": request.membership.has_role(Role.ADMINISTRATOR),
    }
    return render(request, "programmes/about.html", setup)


@require_safe
def settings(request: ProgrammeRequest) -> HttpResponse:
    """What a coordinator can arrange, one line for each page. The pages stand in context.SETTINGS."""
    permit(is_coordinator(request.membership))
    return render(request, "programmes/settings.html", {"parts": context.settings_pages(request.programme)})


@require_POST
def switch_membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Go on in another of one's own roles, here or in another programme."""
    mine = {m.pk: m for m in getattr(request, "my_memberships", [])}
    if membership_id not in mine:
        raise Http404
    membership = mine[membership_id]
    request.session["active_roles"] = {
        **request.session.get("active_roles", {}),
        str(membership.programme_id): membership.pk,
    }
    return redirect(context.first_page(membership.programme, membership.role))


class SignIn(RequestLoginCodeView):  # type: ignore[misc]
    """Step one of signing in: allauth's page, with the status our forms have. Who was just invited finds the address there."""

    def get_initial(self) -> dict[str, object]:
        return {**super().get_initial(), "email": self.request.session.get("invited_email", "")}

    def form_invalid(self, form: Form) -> HttpResponse:
        return _unprocessable(super().form_invalid(form))


class EnterCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Step two: the code. After five wrong ones it begins again."""

    def form_invalid(self, form: Form) -> HttpResponse:
        return _unprocessable(super().form_invalid(form))


def _unprocessable(response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response.status_code = 422
    return response


def card_on_paper(request: ProgrammeRequest, membership: Membership) -> HttpResponse:
    """Make a card and show it, to be printed now: it is not shown again."""
    card, code = cards.make_card(membership=membership, by=request.membership)
    page = request.build_absolute_uri(request.programme.to("programmes:card"))
    context_of_page = {
        "person": membership.person,
        "code": cards.in_groups(code),
        "page": page,
        "qr": cards.qr_of(f"{page}{code}/"),
        "until": card.expires_at,
    }
    response = render(request, "programmes/card_on_paper.html", context_of_page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def card(request: ProgrammeRequest, code: str = "") -> HttpResponse:
    """Sign in with the card: scan it, or type its code, and press one button. Open to everyone."""
    form = CardForm(posted(request), initial={"code": cards.in_groups(cards.plain(code))})
    if form.is_bound and form.is_valid():
        if is_too_busy(request, "card", programme=request.programme.slug):
            form.answer_status = 429
            form.add_error(None, _("Er is te vaak geprobeerd. Wacht een uur, of bel ons."))
            return form_page(request, "programmes/card.html", {"form": form})
        try:
            membership = cards.use_card(code=form.cleaned_data["code"])
        except Refused as refused:
            form.refuse(refused, "code")
        else:
            login(request, membership.user, backend=BACKEND)
            request.session["active_roles"] = {str(membership.programme_id): membership.pk}
            messages.success(request, _("Fijn dat je er bent. Je bent ingelogd op dit apparaat."))
            return redirect(context.first_page(request.programme, membership.role))
    return form_page(request, "programmes/card.html", {"form": form})


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of the person who asks."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    actions.sign_out_everywhere(user=request.user)
    logout(request)
    messages.success(request, _("Je bent overal uitgelogd."))
    return redirect("account_login")


@cache_control(public=True, max_age=3600)
@require_GET
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme's colours as a stylesheet, so that no page needs inline style."""
    programme = get_object_or_404(Programme, slug=slug)
    return render(
        request, "programmes/theme.css", {"shown": programme}, content_type="text/css; charset=utf-8"
    )


@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """Whether this process answers."""
    return JsonResponse({"live": True})


@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the database, Redis and a worker answer too; 503 names what does not."""
    state = {"database": _database_answers(), "redis": False, "worker": False}
    try:
        heartbeat = cache.get("worker-heartbeat")
        state["redis"] = True
        state["worker"] = heartbeat is not None and time.time() - heartbeat < HEARTBEAT_MAX_AGE
    except Exception:  # noqa: S110  (any failure of the cache means: not ready)
        pass
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return False
    return True


def please_sign_in(request: HttpRequest) -> HttpResponse:
    """Someone who is not signed in. What they had typed stays on the page, to send once more after signing in."""
    if request.method == "POST":
        return _typed_comes_back(request, status=401)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


@requires_csrf_token
def session_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long (its token is old). Nothing typed is lost: it can be sent again from here."""
    return _typed_comes_back(request, status=403)


def _typed_comes_back(request: HttpRequest, status: int) -> HttpResponse:
    typed = [
        (name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values
    ]
    shown = [(name, value) for name, value in typed if value.strip() and not name.startswith("_")]
    return render(
        request,
        "programmes/session_expired.html",
        {"typed": typed, "shown": shown, "must_sign_in": status == 401, "action": request.get_full_path()},
        status=status,
    )
