"""Measures the main pages, the year report and the log on invented people, against the bare SQL in the same run.

Run by `make bench`, on a PostgreSQL and Redis of its own. Milliseconds are of this machine; the ratio travels.
"""

import functools
import gzip
import logging
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from dev import bench_log

RUNS = 7
# Which persona opens which page; in Kansrijk West, where there is most to show on each of them.
PAGES = [
    ("coordinator", "reports:today"),
    ("coordinator", "participants:list"),
    ("coordinator", "participants:person"),
    ("coordinator", "buddies:list"),
    ("coordinator", "matching:board"),
    ("coordinator", "activities:list"),
    ("buddy", "logbook:log"),
    ("buddy", "logbook:my_people"),
    ("participant", "goals:my_year"),
    (None, "programmes:public"),
]


def prepare(*, seeded: bool = True) -> None:
    """An empty database of the demo's shape, filled with the demo's people."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    manage = [sys.executable, "manage.py"]
    owner = {**os.environ, "KLIK_LOGIN": "owner"}
    subprocess.run([*manage, "migrate", "--noinput", "--verbosity", "0"], env=owner, check=True)
    if seeded:
        begun = time.monotonic()
        subprocess.run([*manage, "seed", "--verbosity", "0"], check=True, stdout=subprocess.DEVNULL)
        print(f"seed: {time.monotonic() - begun:.1f} s")
    subprocess.run([*manage, "collectstatic", "--noinput", "--verbosity", "0"], check=True)
    setup()


def measure_page(client: Any, path: str) -> tuple[int, float, float, int, int]:
    """Queries, median milliseconds, milliseconds of those in SQL, bytes, and bytes compressed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    whole, in_sql = [], []
    for _run in range(RUNS):
        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            answer = client.get(path, headers={"host": "127.0.0.1"})
            whole.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
        in_sql.append(sum(float(query["time"]) for query in queries.captured_queries) * 1000)
    body = answer.content
    return (
        len(queries),
        statistics.median(whole),
        statistics.median(in_sql),
        len(body),
        len(gzip.compress(body)),
    )


def weight_of_assets(client: Any, path: str) -> int:
    """Bytes over the line of everything a first visit to the page fetches, compressed."""
    page = client.get(path, headers={"host": "127.0.0.1"}).content.decode()
    from django.contrib.staticfiles import finders

    total = len(gzip.compress(page.encode()))
    for address in set(re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:css|js|svg|png))', page)):
        name = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", address.removeprefix("/static/"))
        found = finders.find(name)
        if isinstance(found, str):
            total += len(gzip.compress(Path(found).read_bytes()))
    return total


def pages() -> None:
    from django.test import Client

    from demo.personas import all_personas
    from participants.models import Participant
    from programmes.models import Programme
    from programmes.scope import scope

    programme = Programme.objects.get(slug="kansrijk-west")
    with scope(programme):
        participant = Participant.objects.filter(status="matched").order_by("pk").first()
    assert participant is not None
    print(
        f"\n{'page':32}{'queries':>8}{'ms':>8}{'of SQL':>8}{'page kB':>9}{'first visit kB':>16}{'second kB':>11}"
    )
    for role, view in PAGES:
        client = Client()
        if role:
            persona = next(p for p in all_personas() if p.programme == programme.slug and p.role == role)
            client.post(f"/demo/sign-in/{persona.id}/", headers={"host": "127.0.0.1"})
        path = programme.to(view, *([participant.pk] if view == "participants:person" else []))
        queries, whole, in_sql, size, packed = measure_page(client, path)
        ratio = f"{whole / in_sql:.1f}×" if in_sql else "-"
        weight = weight_of_assets(client, path)
        print(
            f"{view:32}{queries:>8}{whole:>8.0f}{ratio:>8}{size / 1000:>9.1f}{weight / 1000:>16.1f}{packed / 1000:>11.1f}"
        )


def long_plan() -> None:
    """The plan of somebody with 200 steps and 300 contacts: queries, milliseconds, and seconds of its A4 PDF."""
    from django.test import Client
    from django.utils import timezone

    from demo.personas import all_personas
    from goals.models import ActionStep, Goal, Kind, Plan, Printout, Size
    from goals.sheets import document
    from logbook.models import Contact, Mood, Way
    from matching.models import Match
    from programmes.models import Membership, Programme, Role
    from programmes.pdf import make_pdf
    from programmes.scope import scope

    programme = Programme.objects.get(slug="kansrijk-west")
    with scope(programme):
        match = Match.objects.active().order_by("starts_on", "pk")[0]
        plan, _new = Plan.objects.get_or_create(participant=match.participant)
        by = Membership.objects.filter(role=Role.COORDINATOR).order_by("pk")[0]
        for number in range(10):
            goal = Goal.objects.create(plan=plan, area="money", words=f"Doel {number}", made_by=by)
            ActionStep.objects.bulk_create(
                ActionStep(
                    goal=goal,
                    words=f"Stap {place}",
                    made_by=by,
                    done_on=timezone.localdate() if place % 2 else None,
                )
                for place in range(20)
            )
        Contact.objects.bulk_create(
            Contact(match=match, on=match.starts_on, minutes=30, way=Way.CALL, mood=Mood.GOOD, by=by)
            for _number in range(300)
        )
    client = Client()
    persona = next(p for p in all_personas() if p.programme == programme.slug and p.role == "coordinator")
    client.post(f"/demo/sign-in/{persona.id}/", headers={"host": "127.0.0.1"})
    print("\nsomebody with 200 steps more and 300 contacts more")
    for view in ("goals:plan", "goals:result"):
        queries, whole, in_sql, size, _packed = measure_page(client, programme.to(view, match.participant_id))
        print(f"{view:32}{queries:>8}{whole:>8.0f}{whole / in_sql:>7.1f}×{size / 1000:>9.1f}")
    with scope(programme):
        asked = Printout(plan=plan, kind=Kind.PLAN, size=Size.A4, asked_by=by)
        html = document(asked, programme)
    make_pdf("<html lang='nl'><title>warm</title></html>")
    begun = time.monotonic()
    pdf = make_pdf(html)
    print(f"that plan on A4: {time.monotonic() - begun:.1f} s, {len(pdf) // 1000} kB")


PARTICIPANTS, BUDDIES, CHOICES = 10_000, 3_000, 10


def problem(people: int, buddies: int, *, equals: bool) -> tuple[Any, Any, Any]:
    """Everyone wants ten, the popular ones more often; about a place for each. `equals`: in tiers of one to four."""
    dice = random.Random(people + equals)
    choices: dict[int, list[list[int]]] = {}
    claims: dict[int, list[int]] = {buddy: [] for buddy in range(buddies)}
    for one in range(people):
        wanted: set[int] = set()
        while len(wanted) < CHOICES:
            wanted.add(int(buddies * dice.random() ** 1.5))
        order = dice.sample(sorted(wanted), CHOICES)
        choices[one] = []
        while order:
            size = dice.choice((1, 2, 3, 4)) if equals else 1
            choices[one].append(order[:size])
            order = order[size:]
        for buddy in sorted(wanted):
            claims[buddy].append(one)
    for claim in claims.values():
        dice.shuffle(claim)
    return choices, claims, {buddy: dice.randint(1, 5) for buddy in range(buddies)}


def best_of(runs: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the fastest run, and what it gave."""
    times = []
    for _run in range(runs):
        begun = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begun)
    return min(times), result


def one_stable() -> None:
    """The core against the package `matching`. Memory is what solving takes beyond the problem itself."""
    from dev import oracle
    from matching.stable import flaws, solve

    strict = problem(PARTICIPANTS, BUDDIES, equals=False)
    megabytes, _outcome = oracle.megabytes_of(lambda: solve(*strict))
    seconds, outcome = best_of(3, lambda: solve(*strict))
    assert not flaws(outcome.pairs, *strict)
    print(f"stable core, {PARTICIPANTS} x {BUDDIES} x {CHOICES}: {seconds:.2f} s, {megabytes:.0f} MB")
    checking, _found = best_of(3, lambda: flaws(outcome.pairs, *strict))
    print(f"  the check afterwards: {checking / seconds:.1f}× of it")
    equal = problem(PARTICIPANTS, BUDDIES, equals=True)
    with_equals, _outcome = best_of(3, lambda: solve(*equal))
    print(f"  with equal choices: {with_equals:.2f} s, {with_equals / seconds:.1f}× strict")
    for name, equals, large in (("strict", False, seconds), ("equal", True, with_equals)):
        tenth = problem(PARTICIPANTS // 10, BUDDIES // 10, equals=equals)
        small, _outcome = best_of(5, functools.partial(solve, *tenth))
        print(f"  growth from {PARTICIPANTS // 10} to {PARTICIPANTS}, {name}: {large / small:.0f}×")
    if not oracle.is_there():
        print(f"  not compared: {oracle.MISSING}")
        return
    lists = {one: [buddy for tier in tiers for buddy in tier] for one, tiers in strict[0].items()}
    (theirs,) = oracle.ask([(lists, strict[1], strict[2])])
    same = "the same outcome" if theirs.pairs == outcome.pairs else "ANOTHER OUTCOME"
    print(
        f"  the package matching: {theirs.seconds:.1f} s ({theirs.seconds / seconds:.0f}×), "
        f"{theirs.megabytes:.0f} MB, {same}"
    )


def matching_rows() -> None:
    """A shortlist among 3,000 volunteers against the SQL that fetches them, and a round of 5,000 who wait; rolled back."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from demo.crowds import make_crowd
    from matching import rounds, suggestions
    from programmes.scope import scope

    programme, _by = bench_programme("matching")
    with scope(programme):
        participants = make_crowd(waiting=5_000, deployable=3_000)
        today = timezone.localdate()
        with CaptureQueriesContext(connection) as queries:
            suggestions.suggest(participants[0], today=today)
        fetching = max((query["sql"] for query in queries.captured_queries), key=len)
        pairs = [
            (
                best_of(1, lambda: suggestions.suggest(participants[0], today=today))[0],
                bare_select(programme, fetching) / 1000,
            )
            for _run in range(RUNS)
        ]
        seconds = statistics.median(ours for ours, _bare in pairs)
        times = statistics.median(ours / bare for ours, bare in pairs)
        print(
            f"\nshortlist of one among 3000: {seconds * 1000:.0f} ms, {times:.1f}× the SQL that fetches them"
        )
        gathering, given = best_of(1, lambda: rounds.gather(lot=1))
        computing, _lines = best_of(1, lambda: rounds.compute(given))
        chose = len(given.choices)
        print(f"round of {chose} who wait: {gathering:.1f} s to gather, {computing:.1f} s to compute")
        transaction.set_rollback(True)


def one_report() -> None:
    """The report of the largest programme."""
    setup()
    from participants.models import Participant
    from programmes import jobs
    from programmes.models import Membership, Programme, Role
    from programmes.scope import scope
    from reports.actions import request_report

    sizes = {}
    for programme in Programme.objects.all():
        with scope(programme):
            sizes[programme] = Participant.objects.count()
    programme = max(sizes, key=lambda one: sizes[one])
    jobs.send = lambda programme_id, waiting: None  # type: ignore[assignment]  # this process does the work itself
    with scope(programme):
        by = Membership.objects.filter(role=Role.COORDINATOR).order_by("pk")[0]
        year = date.today().year  # noqa: DTZ011
        report = request_report(period_start=date(year, 1, 1), period_end=date(year, 12, 31), by=by)
        from programmes.models import Job

        job = Job.objects.filter(about_id=report.pk).order_by("-pk")[0]
    begun = time.monotonic()
    jobs.run(programme.pk, job.pk)
    seconds = time.monotonic() - begun
    with scope(programme):
        job.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"year report of {programme}: {job.state}, {seconds:.1f} s, peak {peak:.0f} MB")


def apart(what: str) -> None:
    """One measurement in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "dev.bench", what]
    print("\n" + subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


def bench_programme(slug: str) -> Any:
    """An empty programme to measure in, with a coordinator."""
    from datetime import timedelta

    from django.utils.crypto import get_random_string

    from programmes.actions import add_person, give_role
    from programmes.models import Neighbourhood, Role
    from programmes.names import Name
    from programmes.scope import scope
    from programmes.setup.actions import make_programme

    programme = make_programme(
        slug=f"{slug}-{get_random_string(6).lower()}",
        name=slug,
        organisation="Meting",
        place="Meetstad",
        tagline="Meten",
        introduction="Meten",
        starts_on=date.today() - timedelta(days=900),  # noqa: DTZ011
    )
    with scope(programme):
        for name in ("Noord", "Oost", "Zuid", "West"):
            Neighbourhood.objects.create(name=name)
        address = f"{programme.slug}@example.org"
        by = give_role(
            person=add_person(name=Name("Meet"), email=address), role=Role.COORDINATOR, email=address
        )
    return programme, by


def list_of_five_thousand() -> None:
    """The participants' list with 5,000 people: the page against the bare SELECT of the same 25 rows, in one run."""
    setup()
    from datetime import timedelta

    from django.db import connection
    from django.test import Client

    from participants.models import Participant
    from programmes.models import Neighbourhood, Person
    from programmes.scope import scope

    programme, by = bench_programme("vijfduizend")
    today = date.today()  # noqa: DTZ011
    with scope(programme):
        hoods = list(Neighbourhood.objects.all())
        people = Person.objects.bulk_create(
            [
                Person(
                    given_name=f"Voor{n % 97}",
                    surname_prefix="van der" if n % 7 == 0 else "",
                    surname=f"Achter{n}",
                    neighbourhood=hoods[n % 4],
                    languages=["nl", "ar"] if n % 3 else ["nl"],
                ).spell()
                for n in range(5000)
            ],
            batch_size=1000,
        )
        Participant.objects.bulk_create(
            [
                Participant(person=p, status="waiting", waiting_since=today - timedelta(days=n % 400))
                for n, p in enumerate(people)
            ],
            batch_size=1000,
        )
    client = Client()
    client.force_login(by.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    print(f"{'list of 5,000':44}{'queries':>8}{'ms':>8}{'SELECT ms':>11}{'times':>7}")
    for label, query in [
        ("first page", "?status=waiting"),
        ("found by name", "?q=van+der+achter7"),
        ("found by part of a name", "?q=achter49"),
        ("filtered and sorted", "?taal=ar&langer=13&sorteer=wacht"),
    ]:
        path = programme.to("participants:list") + query
        queries, whole, _in_sql, _size, _packed = measure_page(client, path)
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            client.get(path, headers={"host": "127.0.0.1"})
        select = max(
            (
                each["sql"]
                for each in seen.captured_queries
                if "participants_participant" in each["sql"] and "LIMIT" in each["sql"]
            ),
            key=len,
            default="",
        )
        bare = bare_select(programme, select) if select else 0.0
        print(f"{label:44}{queries:>8}{whole:>8.0f}{bare:>11.1f}{whole / bare if bare else 0:>6.1f}×")


def bare_select(programme: Any, sql: str) -> float:
    """Median milliseconds of one statement, in the programme's scope, fetched whole."""
    from django.db import connection

    from programmes.scope import scope

    times = []
    for _run in range(RUNS):
        with scope(programme), connection.cursor() as cursor:
            begun = time.perf_counter()
            cursor.execute(sql)
            cursor.fetchall()
            times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def import_of_ten_thousand(kind: str) -> None:
    """Look at and take over 10,000 rows of a file; `kind` is "csv" or "xlsx"."""
    setup()
    from participants.models import Participant
    from programmes import jobs
    from programmes.imports import work
    from programmes.models import Job
    from programmes.scope import scope
    from programmes.tables import write_table

    header = ["Naam", "E-mail", "Telefoon", "Wijk", "Talen", "Wacht sinds", "Hulpvraag"]
    hoods = ("Noord", "Oost", "Zuid", "West", "Nergens")
    rows = [
        [f"Voor{n % 97} van der Achter{n}", f"p{n}@example.org", f"06{n:08}", hoods[n % 5], "Nederlands, Arabisch",
         "31-2-2024" if n % 50 == 0 else f"{n % 28 + 1}-3-2024", "Meer mensen leren kennen en rust in de post"]
        for n in range(10_000)
    ]  # fmt: skip
    body = write_table(kind, header, rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    programme, by = bench_programme("import")
    jobs.send = lambda programme_id, waiting: None  # type: ignore[assignment]  # this process does the work itself

    def work_off() -> float:
        with scope(programme):
            job = Job.objects.open().latest("pk")
        begun = time.monotonic()
        jobs.run(programme.pk, job.pk)
        return time.monotonic() - begun

    with scope(programme):
        brought = work.bring_in(kind="participants", file_name=f"lijst.{kind}", content=body, by=by)
    looking = work_off()
    with scope(programme):
        work.take_over(brought=brought, all_or_nothing=False, anyway=[], by=by)
    writing = work_off()
    with scope(programme):
        brought.refresh_from_db()
        assert Participant.objects.count() == brought.written == 9_800, brought.written
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"import of 10,000 rows ({kind}, {len(body) / 1e6:.1f} MB): preview {looking:.1f} s, take over {writing:.1f} s, "
        f"peak {peak:.0f} MB ({peak - before:.0f} MB above the start)"
    )


def setup() -> None:
    """Django on the demo's settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    import django

    django.setup()
    logging.disable(logging.INFO)  # each request would print its line among the figures


if __name__ == "__main__":
    if sys.argv[1:] == ["report"]:
        one_report()
    elif sys.argv[1:] == ["people"]:
        list_of_five_thousand()
    elif sys.argv[1:] == ["stable"]:
        one_stable()
    elif sys.argv[1:] in (["csv"], ["xlsx"]):
        import_of_ten_thousand(sys.argv[1])
    else:
        only_log, only_matching = (sys.argv[1:2] == [name] for name in ("log", "matching"))
        prepare(seeded=not only_log and not only_matching)
        if only_matching:
            apart("stable")
            matching_rows()
            sys.exit()
        if not only_log:
            pages()
            long_plan()
            apart("stable")
            matching_rows()
            for measurement in ("report", "people", "csv", "xlsx"):
                apart(measurement)
        bench_log.run(*(int(number) for number in sys.argv[2:3]))
