"""`manage.py migrate`, without rendering every model anew for every rule.

After each AddConstraint Django renders the model again with everything that hangs together with it
(`ProjectState.reload_model`). Here everything hangs together, through the programme, and our rules are constraints,
some 450 of them: that was two thirds of the time of migrating from empty. A constraint changes no field and no
relation, so it is enough to note it on the model as it was rendered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand
from django.db.migrations.state import ProjectState
from django.db.models.constraints import BaseConstraint


def _set(state: ProjectState, app_label: str, model_name: str, constraints: list[BaseConstraint]) -> None:
    state.models[app_label, model_name].options["constraints"] = constraints
    if "apps" in state.__dict__:  # else nothing was rendered yet
        state.apps.get_model(app_label, model_name)._meta.constraints = constraints


def _add(self: ProjectState, app_label: str, model_name: str, constraint: BaseConstraint) -> None:
    _set(
        self, app_label, model_name, [*self.models[app_label, model_name].options["constraints"], constraint]
    )


def _remove(self: ProjectState, app_label: str, model_name: str, constraint_name: str) -> None:
    held = self.models[app_label, model_name].options["constraints"]
    _set(self, app_label, model_name, [each for each in held if each.name != constraint_name])


@contextmanager
def constraints_without_rendering() -> Iterator[None]:
    """For as long as it lasts, adding or removing a constraint renders no model. For `migrate` only."""
    kept = ProjectState.add_constraint, ProjectState.remove_constraint
    ProjectState.add_constraint, ProjectState.remove_constraint = _add, _remove  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_constraint, ProjectState.remove_constraint = kept  # type: ignore[method-assign]


class Command(DjangoCommand):
    """Migrate; called by `make demo`, the tests, `make check` and whoever installs a new version."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        with constraints_without_rendering():
            return super().handle(*args, **options)
