"""What the clock does in this room."""

from celery import shared_task
from django.utils import timezone

from programmes.models import Programme
from programmes.scope import scope

from . import phones


@shared_task
def rotate_keys() -> None:
    """Every night: go round the programmes, make a fresh key in time and destroy those of more than a year ago."""
    for programme_id in Programme.objects.order_by("pk").values_list("pk", flat=True):
        with scope(programme_id):
            phones.rotate_keys(timezone.now())
