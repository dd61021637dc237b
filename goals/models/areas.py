"""The ten areas of life that plans, conversations and reports are told in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LifeArea(models.TextChoices):
    """Our own ten life areas; each has a pictogram and always a word beside it."""

    MONEY = "money", _("geld")
    HOUSING = "housing", _("wonen")
    BODY = "body", _("mijn lijf")
    MIND = "mind", _("hoofd en gevoel")
    FAMILY = "family", _("gezin en kinderen")
    FRIENDS = "friends", _("vrienden en contacten")
    WORK = "work", _("werk en leren")
    RHYTHM = "rhythm", _("mijn dag")
    PAPERS = "papers", _("taal en papieren")
    JOY = "joy", _("zin en plezier")
