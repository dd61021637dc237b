"""From a refusal by the database to a Dutch sentence: every constraint carries its own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _


class Refused(ValidationError):
    """What was asked cannot be done now. The message is for the screen; nothing has been written."""


@cache
def _words() -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }


@contextmanager
def refusals() -> Iterator[None]:
    """Run a write in a savepoint; a constraint with Dutch words becomes Refused with those words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        words = _words().get(getattr(diagnosis, "constraint_name", None) or "")
        if words is None:
            raise
        raise Refused(_(words)) from error
