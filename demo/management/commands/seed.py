"""`manage.py seed`: the five programmes with invented people. Does nothing where a programme is there already."""

import argparse
import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from buddies.models import Buddy
from demo import story
from demo.facts import SEVERAL_ROLES, ProgrammeFacts
from demo.people import email_of
from demo.programmes import all_facts
from demo.reporting import make_reports
from demo.setting import make_stage
from participants.models import Participant
from programmes.models import Programme, User
from programmes.scope import scope


class Command(BaseCommand):
    help = "Fill an empty database with the five programmes and their invented people."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=1, help="so many times as many people (for measuring)"
        )
        parser.add_argument("--only", metavar="SLUG", help="just this programme")
        parser.add_argument(
            "--jobs", type=int, default=os.cpu_count() or 1, help="programmes at the same time"
        )

    def handle(self, *args: Any, scale: int, only: str | None, jobs: int, **options: Any) -> None:
        today = timezone.localdate()
        # Two programmes share this account, and are made at the same time.
        User.objects.get_or_create(email=email_of(SEVERAL_ROLES, "welsaam"))
        slugs = [facts.slug for facts in _largest_first(today) if only in (None, facts.slug)]
        for line in _in_turn(slugs, today, scale) if jobs == 1 else _at_once(slugs, today, scale, jobs):
            self.stdout.write(line)


def _largest_first(today: date) -> list[ProgrammeFacts]:
    return sorted(all_facts(today), key=lambda facts: -sum(group.count for group in facts.volunteers))


def _in_turn(slugs: list[str], today: date, scale: int) -> Iterator[str]:
    for slug in slugs:
        yield fill(slug, today, scale)


def _at_once(slugs: list[str], today: date, scale: int, jobs: int) -> Iterator[str]:
    """In processes of their own, each with its own connection: programmes have nothing to do with each other."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # psycopg's pool does not survive a fork
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        for done in as_completed([pool.submit(fill, slug, today, scale) for slug in slugs]):
            yield done.result()


def fill(slug: str, today: date, scale: int) -> str:
    """Make one programme when it is not there yet, and its reports; returns a line about it."""
    start = time.monotonic()
    facts = next(facts for facts in all_facts(today) if facts.slug == slug)
    programme = Programme.objects.filter(slug=slug).first() or make(facts, today, scale)
    make_reports(programme, facts)
    with scope(programme):
        counts = f"{Participant.objects.count()} participants, {Buddy.objects.count()} volunteers"
    return f"{facts.name}: {counts} ({time.monotonic() - start:.1f} s)"


def make(facts: ProgrammeFacts, today: date, scale: int = 1) -> Programme:
    """One programme in one transaction: a seed that is stopped half-way leaves nothing half-written."""
    with without_savepoints(), transaction.atomic():
        programme = make_stage(facts)
        with scope(programme):
            story.play(programme, facts, today=today, scale=scale)
    return programme


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Two in five statements of the actions are savepoints; here a refusal ends everything, so nothing needs them."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before
