"""Measures the log with a million contacts in a hundred programmes, against the bare SQL in the same run.

Part of `make bench`; alone with `ARGS=log`, and quicker with fewer programmes: `ARGS="log 5"`. The rows are made in the database itself, as the app login, inside each
programme's scope; everything a contact hangs on is made through the models.
"""

import statistics
import time
import uuid
from collections.abc import Callable
from importlib import import_module
from typing import Any

from dev import bench_outbox

PROGRAMMES = 100
CONTACTS_EACH = 10_000
COUPLES_EACH = 10
LAST = 50
RUNS = 30
FILL = """
INSERT INTO logbook_contact (uid, match_id, "on", minutes, way, mood, note, by_id, logged_at)
SELECT gen_random_uuid(), (%(matches)s::bigint[])[1 + n %% %(couples)s], current_date - (n / 40),
       (15 * (1 + n %% 8))::smallint, 'out', 'good', '', %(by)s, now() - make_interval(days => n / 40)
FROM generate_series(0, %(number)s - 1) AS n
"""
BARE_INSERT = """
INSERT INTO logbook_contact (programme_id, uid, match_id, "on", minutes, way, mood, note, by_id, logged_at)
VALUES (%s, %s, %s, current_date, 60, 'out', 'good', '', %s, now()) RETURNING id
"""
BARE_LAST = """
SELECT c.id, c.uid, c.match_id, c."on", c.minutes, c.way, c.mood, c.note, c.by_id, c.logged_at
FROM logbook_contact c JOIN matching_match m ON m.id = c.match_id JOIN buddies_buddy b ON b.id = m.buddy_id
WHERE c.programme_id = %s AND m.programme_id = %s AND b.programme_id = %s AND b.person_id = %s
ORDER BY c."on" DESC, c.id DESC LIMIT %s
"""


def fill(programmes: int) -> list[Any]:
    """Programmes with ten couples each, and their contacts; the worlds they were made as."""
    from django.db import connection

    from programmes.models import Role
    from programmes.scope import scope

    # The tests' own way to make a couple; mypy does not look into the tests.
    make: Any = import_module("tests.factories")
    worlds_module: Any = import_module("tests.worlds")

    begun = time.monotonic()
    worlds = []
    for number in range(programmes):
        world = worlds_module.make_world(f"proef-{number}", f"Proef {number}")
        with scope(world.programme):
            matches = [world.match.pk, *(make.MatchFactory().pk for _couple in range(COUPLES_EACH - 1))]
            with connection.cursor() as cursor:
                values: dict[str, Any] = {
                    "matches": matches,
                    "couples": COUPLES_EACH,
                    "number": CONTACTS_EACH,
                }
                cursor.execute(FILL, {**values, "by": world[Role.BUDDY].pk})
        worlds.append(world)
    print(
        f"\n{programmes * CONTACTS_EACH:,} contacts in {programmes} programmes: {time.monotonic() - begun:.0f} s"
    )
    return worlds


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile of many runs."""
    took = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def measure(world: Any) -> None:
    """Saving one contact and reading a buddy's last fifty, each beside its bare SQL, in one of the programmes."""
    from django.db import connection
    from django.utils import timezone

    from logbook.actions import log_contact
    from logbook.models import Contact
    from programmes.models import Role
    from programmes.scope import scope

    me, programme_id = world[Role.BUDDY], world.programme.pk

    def save() -> None:
        with scope(programme_id):
            today = timezone.localdate()
            log_contact(match=world.match, by=me, on=today, minutes=60, way="out", mood="good")

    def bare_save() -> None:
        with scope(programme_id), connection.cursor() as cursor:
            cursor.execute(BARE_INSERT, [programme_id, uuid.uuid4(), world.match.pk, me.pk])

    def last() -> None:
        with scope(programme_id):
            list(Contact.objects.of_buddy(me)[:LAST])

    def bare_last() -> None:
        with scope(programme_id), connection.cursor() as cursor:
            cursor.execute(BARE_LAST, [programme_id, programme_id, programme_id, me.person_id, LAST])
            cursor.fetchall()

    print(f"{'':32}{'ms':>8}{'p95':>8}{'bare':>8}{'ratio':>8}")
    for name, ours, bare in (
        ("saving one contact", save, bare_save),
        (f"a buddy's last {LAST}", last, bare_last),
    ):
        ours()
        bare()
        (median, late), (bare_median, _late) = milliseconds(ours), milliseconds(bare)
        print(f"{name:32}{median:>8.1f}{late:>8.1f}{bare_median:>8.1f}{median / bare_median:>7.1f}×")


def run(programmes: int = PROGRAMMES) -> None:
    """Fill and measure, in the middle of the programmes; then two hundred phones hand over their logs at once."""
    worlds = fill(programmes)
    measure(worlds[programmes // 2])
    bench_outbox.run(worlds[: min(programmes, 20)])
