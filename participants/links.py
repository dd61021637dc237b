"""The views of referring by a partner's personal link, without an account, and of the forms to print."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.doorkeeper import lets_in
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest, open_to_all
from programmes.newcomers import ANSWER_WITHIN_DAYS
from programmes.perms import permit

from . import actions, perms
from .forms import SIGN_UP_FORMS, LinkReferForm, ReferralLinkForm
from .models import Purpose, Referral, ReferralLink

PAGE_SIZE = 25
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def links(request: ProgrammeRequest) -> HttpResponse:
    """Which personal links there are, and making one. A coordinator."""
    permit(perms.can_decide(request.membership))
    form = ReferralLinkForm(posted(request))
    fresh = None
    if form.is_bound and form.is_valid():
        link, secret = actions.make_link(by=request.membership, **form.cleaned_data)
        address = request.build_absolute_uri(request.programme.to("participants:refer_by_link", secret))
        fresh = {"link": link, "address": address}
        form = ReferralLinkForm()
    known = ReferralLink.objects.select_related("partner", "made_by__person")
    page = Paginator(known, PAGE_SIZE).get_page(request.GET.get("page"))
    return form_page(request, "participants/links.html", {"form": form, "page": page, "fresh": fresh})


@require_POST
def withdraw(request: ProgrammeRequest, link_id: int) -> HttpResponse:
    """A link stops working at once. A coordinator."""
    link = get_object_or_404(ReferralLink, pk=link_id)
    permit(perms.can_decide(request.membership))
    actions.withdraw_link(link=link)
    undo = request.programme.to("participants:restore_link", link.pk)
    messages.success(
        request, _("De link van %(who)s werkt niet meer.") % {"who": link.holder}, extra_tags=undo
    )
    return redirect(request.programme.to("participants:links"))


@require_POST
def restore(request: ProgrammeRequest, link_id: int) -> HttpResponse:
    """A link works again. A coordinator."""
    link = get_object_or_404(ReferralLink, pk=link_id)
    permit(perms.can_decide(request.membership))
    actions.restore_link(link=link)
    messages.success(request, _("De link van %(who)s werkt weer.") % {"who": link.holder})
    return redirect(request.programme.to("participants:links"))


@form_view
@open_to_all
def refer_by_link(request: ProgrammeRequest, secret: str) -> HttpResponse:
    """Someone of a partner refers with their own link, and sees what became of the people they referred."""
    usable = ReferralLink.objects.usable().select_related("partner")
    link = get_object_or_404(usable, digest=actions.digest_of_link(secret))
    form = LinkReferForm(posted(request))
    if form.is_bound and form.is_valid() and lets_in(request, form):
        if not form.is_of_robot:
            actions.refer(link=link, **form.told())
        messages.success(request, _("De verwijzing is binnen. Hieronder zie je hoe het verder gaat."))
        return redirect(request.path)
    context = {"form": form, "link": link, "referrals": _followed(link), "days": ANSWER_WITHIN_DAYS}
    response = form_page(request, "participants/refer_by_link.html", context)
    # The address itself is the key; Referer stays within the site anyway (SECURE_REFERRER_POLICY).
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _followed(link: ReferralLink) -> list[Referral]:
    """The latest referrals by this link, of people who still agree that the referrer hears."""
    mine = link.referrals.select_related("participant__person").filter(
        participant__consents__purpose=Purpose.REFERRER_HEARS,
        participant__consents__withdrawn_on__isnull=True,
    )
    return list(mine[:PAGE_SIZE])


@require_safe
@open_to_all
def paper(request: ProgrammeRequest, door: str) -> HttpResponse:
    """A sign-up form to print and fill in with a pen. Open to everyone."""
    form_class = SIGN_UP_FORMS.get(door) if door in request.programme.doors else None
    if form_class is None:
        raise Http404
    form = form_class(programme=request.programme)
    return render(request, "participants/paper.html", {"form": form, "door": door})
