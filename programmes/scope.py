"""Tenancy: one door into a programme, and the constraints by which PostgreSQL refuses everything outside it.

`with scope(programme):` is the only way to reach a programme's rows. Outside it every query on a scoped table
raises, because `current_programme()` in the row-security policy raises. See docs/adr/0002.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint

_open_programme: ContextVar[int | None] = ContextVar("open_programme", default=None)


class ScopeError(RuntimeError):
    """A second programme was opened inside a first one."""


@contextmanager
def scope(programme: "models.Model | int") -> Iterator[None]:
    """Open a transaction in which exactly one programme's rows exist. Nesting the same programme is fine.

    Raises ScopeError when another programme is open. Callers check membership before they open it.
    """
    programme_id = programme if isinstance(programme, int) else programme.pk
    outer = _open_programme.get()
    if outer is not None and outer != programme_id:
        raise ScopeError(f"programme {outer} is open; {programme_id} cannot be opened inside it")
    with transaction.atomic():
        if outer is None:
            _set("klik.programme", str(programme_id))
        token = _open_programme.set(programme_id)
        try:
            yield
        finally:
            _open_programme.reset(token)
        # After an error the rollback restores the setting; on success we do, for an enclosing test transaction.
        if outer is None and not connection.needs_rollback:
            _set("klik.programme", "")


@contextmanager
def as_user(user_id: int) -> Iterator[None]:
    """Open a transaction in which a user's own memberships, in any programme, can be read (and nothing else)."""
    with transaction.atomic():
        _set("klik.user", str(user_id))
        yield
        if not connection.needs_rollback:
            _set("klik.user", "")


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def open_programme_id() -> int:
    """The id of the programme whose scope is open. Raises ScopeError outside a scope."""
    programme_id = _open_programme.get()
    if programme_id is None:
        raise ScopeError("no programme is open")
    return programme_id


class CurrentProgramme(models.Func):
    """The database default of every scoped row's programme, so nobody passes it and nobody forgets it."""

    function = "current_programme"
    output_field = models.BigIntegerField()


class ScopedForeignKey(models.ForeignKey[Any, Any]):
    """A key to another scoped row. The database constraint is `SameProgramme` in Meta, which carries the programme."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        kwargs.pop("db_index", None)
        return name, path, args, kwargs


class ProgrammeScoped(models.Model):
    """A row that belongs to one programme. Meta.constraints begins with `*tenant(...)`."""

    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        db_default=CurrentProgramme(),
        db_index=False,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class DatabasePromise(BaseConstraint):
    """A constraint PostgreSQL keeps and Django only writes: made and dropped by migrations, validated by no form."""

    def make(self, table: str, quote: Any, model: type[models.Model]) -> str:
        raise NotImplementedError

    def drop(self, table: str, quote: Any) -> str:
        raise NotImplementedError

    def constraint_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        self.create_sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]
        """Written at the end of the migration: a parent's table or key may come later in it."""
        sql = self.make(model._meta.db_table, schema_editor.quote_name, model)
        schema_editor.deferred_sql.append(self._statement(sql, model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> Statement:  # type: ignore[override]
        return self._statement(
            self.drop(model._meta.db_table, schema_editor.quote_name), model, schema_editor
        )

    def _statement(self, sql: str, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Statement:
        return Statement(sql.replace("%", "%%"), table=Table(model._meta.db_table, editor.quote_name))

    def validate(self, *args: Any, **kwargs: Any) -> None:
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DatabasePromise) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((type(self), self.name))


class RowSecurity(DatabasePromise):
    """The table's one policy: rows of the open programme, for reading and for writing.

    `own_rows_of_user` also lets a signed-in user read (never write) their own rows, for choosing a programme.
    """

    def __init__(self, *, name: str, own_rows_of_user: bool = False, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.own_rows_of_user = own_rows_of_user

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        if self.own_rows_of_user:
            kwargs["own_rows_of_user"] = True
        return path, args, kwargs

    def make(self, table: str, quote: Any, model: type[models.Model]) -> str:
        inside = "programme_id = (SELECT current_programme())"
        visible = inside
        if self.own_rows_of_user:
            user = "nullif(current_setting('klik.user', true), '')"
            visible = f"CASE WHEN {user} IS NOT NULL THEN user_id = {user}::bigint ELSE {inside} END"
        return (
            f"ALTER TABLE {quote(table)} ENABLE ROW LEVEL SECURITY; "
            f"CREATE POLICY {quote(self.name)} ON {quote(table)} USING ({visible}) WITH CHECK ({inside})"
        )

    def drop(self, table: str, quote: Any) -> str:
        return f"DROP POLICY {quote(self.name)} ON {quote(table)}; ALTER TABLE {quote(table)} DISABLE ROW LEVEL SECURITY"


class SameProgramme(DatabasePromise):
    """A foreign key that carries the programme (checks of plain keys ignore row security), with its index.

    `also` adds column pairs (own column, parent's column) that must agree too. The parent needs a unique
    constraint over exactly those columns. Checked at once, so a refusal reaches the person who asked.
    """

    def __init__(
        self, *, name: str, field: str, also: tuple[tuple[str, str], ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.field = field
        self.also = tuple(tuple(pair) for pair in also)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        kwargs["field"] = self.field
        if self.also:
            kwargs["also"] = self.also
        return path, args, kwargs

    def make(self, table: str, quote: Any, model: type[models.Model]) -> str:
        field: Any = model._meta.get_field(self.field)
        parent = field.remote_field.model._meta.db_table
        own = ["programme_id", field.column, *(pair[0] for pair in self.also)]
        theirs = ["programme_id", "id", *(pair[1] for pair in self.also)]
        return (
            f"ALTER TABLE {quote(table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY ({', '.join(map(quote, own))}) REFERENCES {quote(parent)} ({', '.join(map(quote, theirs))}); "
            f"CREATE INDEX {quote(self.name + '_ix')} ON {quote(table)} ({quote('programme_id')}, {quote(field.column)})"
        )

    def drop(self, table: str, quote: Any) -> str:
        return (
            f"DROP INDEX {quote(self.name + '_ix')}; "
            f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(self.name)}"
        )


class Rule(DatabasePromise):
    """A promise about several rows or about change, kept by a row trigger.

    `body` is plpgsql over NEW and OLD in which the word REFUSE raises a check violation with this constraint's name.
    """

    def __init__(self, *, name: str, body: str, events: str = "INSERT OR UPDATE", **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.body = body
        self.events = events

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "body": self.body, "events": self.events}

    def make(self, table: str, quote: Any, model: type[models.Model]) -> str:
        body = self.body.replace(
            "REFUSE", f"RAISE EXCEPTION '{self.name}' USING ERRCODE = '23514', CONSTRAINT = '{self.name}'"
        )
        return (
            f"CREATE FUNCTION {quote(self.name)}() RETURNS trigger LANGUAGE plpgsql AS $rule$ "
            f"BEGIN {body} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $rule$; "
            f"CREATE TRIGGER {quote(self.name)} BEFORE {self.events} ON {quote(table)} "
            f"FOR EACH ROW EXECUTE FUNCTION {quote(self.name)}()"
        )

    def drop(self, table: str, quote: Any) -> str:
        return f"DROP TRIGGER {quote(self.name)} ON {quote(table)}; DROP FUNCTION {quote(self.name)}()"


def tenant(table: str, *parents: str, own_rows_of_user: bool = False) -> list[BaseConstraint]:
    """The constraints every scoped model begins with: its policy, its parents' keys, and its own key for children.

    `table` is the database table, `parents` the names of its ScopedForeignKey fields.
    """
    return [
        RowSecurity(name=f"{table}_row_security", own_rows_of_user=own_rows_of_user),
        models.UniqueConstraint(fields=["programme", "id"], name=f"{table}_key"),
        *(SameProgramme(name=f"{table}_{parent}_fk", field=parent) for parent in parents),
    ]
