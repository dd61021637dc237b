"""Signing in as an invented person with one click. Only where settings.DEMO is on."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from programmes.context import first_page
from programmes.middleware import ACTIVE_ROLES
from programmes.models import Membership, Programme, User
from programmes.scope import as_user

from .personas import Persona, all_personas, find, personas_of
from .programmes import all_facts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
def personas(request: HttpRequest) -> HttpResponse:
    """Everyone there is to be, programme by programme."""
    there = set(Programme.objects.values_list("slug", flat=True))
    groups = [(facts, personas_of(facts)) for facts in all_facts(timezone.localdate()) if facts.slug in there]
    return render(request, "demo/personas.html", {"groups": groups})


@require_GET
def personas_json(request: HttpRequest) -> HttpResponse:
    """The same for programs: id, label, programme and role of everyone."""
    people = [
        {"id": each.id, "label": each.label, "programme": each.programme, "role": each.role.value}
        for each in all_personas()
    ]
    return JsonResponse(people, safe=False, json_dumps_params={"ensure_ascii": False})


@cache_control(max_age=3600)
@require_GET
def colours(request: HttpRequest) -> HttpResponse:
    """Every programme's colours in one stylesheet, for the page on which they stand together."""
    context = {"all_facts": all_facts(timezone.localdate())}
    return render(request, "demo/colours.css", context, content_type="text/css; charset=utf-8")


@csrf_exempt  # who tests from outside has no page to take a token from, and this exists in the demo only
@require_POST
def sign_in(request: HttpRequest, persona_id: str) -> HttpResponse:
    """Go on as this person, on the page where their role begins."""
    persona = find(persona_id)
    user = User.objects.filter(email=persona.email).first() if persona else None
    if persona is None or user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    membership = _membership(persona, user)
    request.session[ACTIVE_ROLES] = {str(membership.programme_id): membership.pk}
    return redirect(first_page(membership.programme, membership.role))


def _membership(persona: Persona, user: User) -> Membership:
    with as_user(user.pk):
        mine = Membership.objects.filter(programme__slug=persona.programme, role=persona.role)
        return mine.select_related("programme").get(user=user)
