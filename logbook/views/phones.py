"""Which phones may hand over somebody's logs: their own list, and the coordinator's of a volunteer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buddies.models import Buddy
from programmes.http import ProgrammeRequest
from programmes.perms import permit

from .. import perms, phones
from ..models import Device


@require_safe
def my_phones(request: ProgrammeRequest) -> HttpResponse:
    """The phones from which one's own logs come."""
    permit(perms.logs_contacts(request.membership))
    devices = Device.objects.in_use(timezone.localdate()).of_person(request.membership.person_id)
    return render(request, "logbook/phones.html", {"devices": devices, "shell": "shell_phone.html"})


@require_safe
def phones_of(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """The phones of one volunteer, for when one is lost."""
    permit(perms.sees_phones_of_others(request.membership))
    buddy = get_object_or_404(Buddy.objects.select_related("person"), pk=buddy_id)
    devices = Device.objects.in_use(timezone.localdate()).of_person(buddy.person_id)
    context = {"devices": devices, "buddy": buddy, "shell": "shell_desk.html"}
    return render(request, "logbook/phones.html", context)


@require_POST
def revoke_phone(request: ProgrammeRequest, device_id: int) -> HttpResponse:
    """From now on this phone hands over nothing. Its owner, or a coordinator."""
    is_own = perms.logs_contacts(request.membership)
    permit(is_own or perms.sees_phones_of_others(request.membership))
    devices = Device.objects.of_person(request.membership.person_id) if is_own else Device.objects.all()
    device = get_object_or_404(devices, pk=device_id)
    phones.revoke(device=device, by=request.membership)
    messages.success(request, _("Deze telefoon kan niets meer versturen."))
    if is_own:
        return redirect(request.programme.to("logbook:my_phones"))
    buddy = get_object_or_404(Buddy, person_id=device.person_id)
    return redirect(request.programme.to("logbook:phones_of", buddy.pk))
