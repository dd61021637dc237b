"""The long work of an import: looking (a dry run that writes nothing), taking over, and forgetting the file.

Both jobs may be run again after a crash. The dry run keeps every row as it judged it, so that what is taken over is what
was seen; only who it may be already is asked again. Taking over is safe to repeat because every row leaves a fingerprint
that the database keeps once. Nobody gets a mail: rooms write their roles directly, without the actions of a sign-up.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..actions import record
from ..jobs import RunningJob, handles, request_job
from ..models import Import, ImportedRow, ImportState, Job, Membership, Person, RememberedColumn
from ..refusals import Refused, refusals
from ..scope import scope
from .check import KINDS, SENTENCES, Checked, Kind, Known, Problem, Reader, Recogniser, neighbourhoods_by_name
from .columns import NEVER, PERSON_FIELDS, Field, find_header, guess, plain_heading
from .sheets import Line, NotATable, Reason, read_lines

LOOK, WRITE = "import.look", "import.write"
AT_A_TIME = 500
KEPT_FOR = timedelta(days=14)
MOST_SHOWN = 2_000


def bring_in(*, kind: str, file_name: str, content: bytes, by: Membership) -> Import:
    """Keep a file and look at it in the background. A coordinator. Nothing of it is taken over yet."""
    brought = Import.objects.create(kind=kind, file_name=file_name[-120:], content=content, made_by=by)
    request_job(kind=LOOK, about_id=brought.pk, by=by)
    record("import.brought_in", by=by, thing=brought, reason=kind)
    return brought


def choose_columns(*, brought: Import, columns: Sequence[str], by: Membership) -> None:
    """Say what each column is, remember it for the next file, and look again. A coordinator."""
    brought = _locked(brought, ImportState.LOOKED)
    brought.columns, brought.state = list(columns), ImportState.LOOKING
    brought.save(update_fields=["columns", "state"])
    for heading, field in zip(brought.headings, columns, strict=True):
        if field != NEVER and plain_heading(heading):
            RememberedColumn.objects.update_or_create(
                kind=brought.kind, heading=plain_heading(heading)[:120], defaults={"field": field}
            )
    request_job(kind=LOOK, about_id=brought.pk, by=by)


def take_over(*, brought: Import, all_or_nothing: bool, anyway: Sequence[int], by: Membership) -> None:
    """Take the people over, in the background. A coordinator, who has seen the dry run.

    `anyway` are row numbers of possible doubles that are somebody else after all; other doubles are left out.
    """
    brought = _locked(brought, ImportState.LOOKED)
    if all_or_nothing and brought.found["refused"]:
        raise Refused(
            _("Er zijn rijen die niet kloppen. Kies de goede rijen, of verbeter eerst het bestand.")
        )
    brought.state, brought.all_or_nothing, brought.anyway = ImportState.WRITING, all_or_nothing, list(anyway)
    brought.save(update_fields=["state", "all_or_nothing", "anyway"])
    request_job(kind=WRITE, about_id=brought.pk, by=by)
    record("import.taken_over", by=by, thing=brought, reason=brought.kind)


def drop(*, brought: Import, by: Membership) -> None:
    """Let go of the file and what was read of it; people who were taken over stay. A coordinator."""
    brought = _locked(brought, *ImportState)
    at_work = Job.objects.open().about_thing(WRITE, brought.pk)
    if brought.state == ImportState.WRITING and at_work.exists():
        raise Refused(_("Dit bestand wordt nu overgenomen. Wacht tot het klaar is."))
    if brought.state != ImportState.DONE:
        brought.state = ImportState.DROPPED
    _forget(brought)
    record("import.dropped", by=by, thing=brought)


def forget_old_files() -> int:
    """Let go of files that are two weeks old. Called by beat, inside a scope; returns how many."""
    old = Import.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).exclude(content=b"")
    old = old.defer("content", "read")
    for brought in old:
        if brought.state not in {ImportState.DONE, ImportState.WRITING}:
            brought.state = ImportState.DROPPED
        _forget(brought)
    return len(old)


def _forget(brought: Import) -> None:
    brought.content, brought.read, brought.refused = b"", [], []
    brought.found = {key: value for key, value in brought.found.items() if isinstance(value, int)}
    brought.save(update_fields=["content", "read", "refused", "found", "state"])


def _locked(brought: Import, *expected: ImportState) -> Import:
    locked = Import.objects.defer("content", "read").select_for_update(of=("self",)).get(pk=brought.pk)
    if locked.state not in expected:
        raise Refused(_("Dit bestand is al verder, misschien door een collega. Bekijk de pagina opnieuw."))
    return locked


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """Everything a column can be for this kind of people."""
    return (*PERSON_FIELDS, *kind.fields)


@handles(LOOK, seconds=600)
def look(job: RunningJob) -> None:
    """The dry run: read, judge and count every row; write only what was seen."""
    with scope(job.programme_id):
        brought = Import.objects.filter(pk=job.about_id, state=ImportState.LOOKING).first()
        remembered = dict(
            RememberedColumn.objects.filter(kind=brought.kind if brought else "").values_list(
                "heading", "field"
            )
        )
    if brought is None:
        return
    job.progress(0, 1, _("Het bestand wordt gelezen"))
    kind = KINDS[brought.kind]
    try:
        header, lines = read_body(bytes(brought.content), kind)
    except NotATable as refused:
        _keep(job, state=ImportState.UNREADABLE, found={"reason": refused.reason})
        return
    headings = _headings(header, lines)
    columns = brought.columns or guess(headings, fields_of(kind), remembered)
    found, read = _judge(job, kind, headings, columns, lines)
    _keep(job, state=ImportState.LOOKED, headings=headings, columns=columns, found=found, read=read)


def read_body(content: bytes, kind: Kind) -> tuple[Line, list[Line]]:
    """The headings and the rows below them. Raises NotATable."""
    lines = read_lines(content)
    at = find_header(lines, fields_of(kind))
    known = guess(lines[at].cells, fields_of(kind), {})
    if len(lines[at].cells) < 2 and not any(known):
        raise NotATable(Reason.NO_TABLE)
    if len(lines) == at + 1:
        raise NotATable(Reason.EMPTY)
    return lines[at], lines[at + 1 :]


def _headings(header: Line, lines: Sequence[Line]) -> list[str]:
    """The words above the columns; a column without one is called by its letter."""
    width = max(len(line.cells) for line in (header, *lines))
    cells = [*header.cells, *[""] * (width - len(header.cells))]
    return [cell or _("kolom %(letter)s") % {"letter": _letter(at)} for at, cell in enumerate(cells)]


def _letter(at: int) -> str:
    """A, B … Z, AA, as spreadsheet programs call a column."""
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def _recogniser(job: RunningJob, kind: Kind, headings: Sequence[str], columns: Sequence[str]) -> Recogniser:
    with scope(job.programme_id):
        known = Known.now(ImportedRow.objects.order_by("pk").values_list("fingerprint", flat=True))
    return Recogniser(kind=kind, headings=headings, columns=columns, known=known)


def _judge(
    job: RunningJob, kind: Kind, headings: Sequence[str], columns: Sequence[str], lines: Sequence[Line]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the dry run saw, for the page; and every row as it would be taken over."""
    with scope(job.programme_id):
        hoods = neighbourhoods_by_name()
    reader = Reader(kind=kind, headings=headings, columns=columns, neighbourhoods=hoods)
    recogniser = _recogniser(job, kind, headings, columns)
    counts = dict.fromkeys(("rows", "good", "refused", "doubles", "was_here", "skipped"), 0)
    problems: list[Problem] = []
    doubles: list[dict[str, Any]] = []
    examples: list[str] = []
    read: list[dict[str, Any]] = []
    for at, line in enumerate(lines):
        if at % AT_A_TIME == 0:
            job.progress(at, len(lines), _("De rijen worden bekeken"))
        if reader.skips(line):
            counts["skipped"] += 1
            continue
        checked = reader.read(line)
        read.append({**checked.packed(), "cells": _cells(line, columns)})
        recogniser.recognise(checked)
        counts["rows"] += 1
        problems += checked.problems
        counts[_outcome(checked)] += 1
        if checked.name and len(examples) < 5:
            examples.append(checked.name.full)
        if checked.is_good and checked.doubles and not checked.was_here and len(doubles) < MOST_SHOWN:
            doubles.append(
                {
                    "row": checked.number,
                    "name": checked.name.full if checked.name else "",
                    "why": checked.doubles,
                }
            )
    counts["problems"] = len(problems)
    shown = [asdict(problem) for problem in problems[:MOST_SHOWN]]
    return {**counts, "list": shown, "twice": doubles, "examples": examples}, read


def _cells(line: Line, columns: Sequence[str]) -> list[str]:
    """The row as it was written, to give it back. What Klik does not want to know is not in it."""
    return ["" if column == NEVER else cell for column, cell in zip(columns, line.cells, strict=False)]


def _outcome(checked: Checked) -> str:
    if checked.was_here:
        return "was_here"
    if not checked.is_good:
        return "refused"
    return "doubles" if checked.doubles else "good"


@handles(WRITE, seconds=600)
def write(job: RunningJob) -> None:
    """Take over. Who each row may be is asked again, as the programme may have changed since the dry run."""
    with scope(job.programme_id):
        brought = (
            Import.objects.select_related("made_by")
            .defer("content", "found")
            .filter(pk=job.about_id, state=ImportState.WRITING)
            .first()
        )
        before = set(
            ImportedRow.objects.filter(source=job.about_id)
            .order_by("pk")
            .values_list("fingerprint", flat=True)
        )
    if brought is None:
        return
    kind = KINDS[brought.kind]
    recogniser = _recogniser(job, kind, brought.headings, brought.columns)
    good, refused = _sort(brought, recogniser, before)
    if brought.all_or_nothing and refused:
        _keep(job, state=ImportState.DONE, written=0, refused=refused, read=[])
        return
    written = len(before) + _write_all(job, brought, kind, good, refused)
    _keep(job, state=ImportState.DONE, written=written, refused=refused, read=[])


# A row to take over, with its cells in case the database refuses it after all.
Row = tuple[Checked, list[str]]


def _sort(
    brought: Import, recogniser: Recogniser, before: set[str]
) -> tuple[list[Row], list[dict[str, Any]]]:
    """Rows that go in, and rows that do not with the reason why. Who came in before, by this file or another, is neither."""
    good: list[Row] = []
    refused: list[dict[str, Any]] = []
    anyway = set(brought.anyway)
    for kept in brought.read:
        checked = Checked.unpacked(kept)
        recogniser.recognise(checked)
        if checked.was_here or checked.fingerprint in before:
            continue
        if _outcome(checked) == "good" or (_outcome(checked) == "doubles" and checked.number in anyway):
            good.append((checked, kept["cells"]))
        else:
            refused.append(_refusal(checked, kept["cells"], _why(checked)))
    return good, refused


def _why(checked: Checked) -> str:
    reasons = [f"{p.column}: {p.reason}" if p.column else p.reason for p in checked.problems if p.stops]
    if not reasons:
        reasons = [_("Misschien is deze persoon er al: %(why)s.") % {"why": ", ".join(checked.doubles)}]
    return " ".join(reasons)


def _refusal(checked: Checked, cells: list[str], why: str) -> dict[str, Any]:
    """A row that is given back."""
    return {"row": checked.number, "cells": cells, "why": why}


def _write_all(
    job: RunningJob, brought: Import, kind: Kind, good: Sequence[Row], refused: list[dict[str, Any]]
) -> int:
    """All in one transaction, or so many at a time; a row the database refuses does not stop the others."""
    if brought.all_or_nothing:
        with scope(job.programme_id):
            for start in range(0, len(good), AT_A_TIME):
                _write(brought, kind, good[start : start + AT_A_TIME])
        return len(good)
    written = 0
    for start in range(0, len(good), AT_A_TIME):
        job.progress(start, len(good), _("De mensen worden overgenomen"))
        batch = good[start : start + AT_A_TIME]
        try:
            with scope(job.programme_id), refusals():
                _write(brought, kind, batch)
            written += len(batch)
        except Refused:
            written += _one_by_one(job, brought, kind, batch, refused)
    return written


def _one_by_one(
    job: RunningJob, brought: Import, kind: Kind, batch: Sequence[Row], refused: list[dict[str, Any]]
) -> int:
    written = 0
    for checked, cells in batch:
        try:
            with scope(job.programme_id), refusals():
                _write(brought, kind, [(checked, cells)])
            written += 1
        except Refused as error:
            refused.append(_refusal(checked, cells, " ".join(error.messages)))
    return written


def _write(brought: Import, kind: Kind, batch: Sequence[Row]) -> None:
    """People, their fingerprints and their role. Inside a scope."""
    rows = [checked for checked, _cells in batch]
    with transaction.atomic():
        people = Person.objects.bulk_create([_person(brought, checked) for checked in rows])
        ImportedRow.objects.bulk_create(
            ImportedRow(
                programme_id=brought.programme_id,
                source=brought,
                person=person,
                fingerprint=checked.fingerprint,
            )
            for person, checked in zip(people, rows, strict=True)
        )
        kind.write(list(zip(people, rows, strict=True)), brought.made_by)
        _plan_anew()


def _plan_anew() -> None:
    """PostgreSQL checks keys by plans it made when the tables were small; thousands of rows later those are slow."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def _person(brought: Import, checked: Checked) -> Person:
    assert checked.name is not None
    name = checked.name
    return Person(
        programme_id=brought.programme_id,
        given_name=name.given,
        surname_prefix=name.prefix,
        surname=name.surname,
        **checked.person,
    ).spell()


def _keep(job: RunningJob, **what: Any) -> None:
    """Write down how far it is, unless somebody threw the file away meanwhile."""
    with scope(job.programme_id):
        Import.objects.filter(pk=job.about_id, state__in=[ImportState.LOOKING, ImportState.WRITING]).update(
            **what
        )


def sentence_of(reason: str) -> str:
    """Why a file cannot be read, for people."""
    return str(SENTENCES[Reason(reason)])
