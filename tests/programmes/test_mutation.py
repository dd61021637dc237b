"""A suite that stays green when the wall is gone proves nothing: drop one policy, and the isolation tests turn red."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.conftest import example_name, owner_arguments

ROOT = Path(__file__).parent.parent.parent
ISOLATION = ["tests/programmes/test_scope.py", "tests/programmes/test_catalog.py"]


@pytest.mark.long
@pytest.mark.parametrize("wall", ["policy", "row security", "same-programme key"])
def test_without_one_wall_the_isolation_tests_turn_red(django_db_setup, tmp_path, wall):
    """The same tests, run in their own process on a copy of the database in which one promise is broken."""
    broken = f"{connection.settings_dict['NAME']}_broken"
    statements = {
        "policy": "DROP POLICY programmes_person_row_security ON programmes_person; "
        "CREATE POLICY everyone ON programmes_person USING (true)",
        "row security": "ALTER TABLE programmes_person DISABLE ROW LEVEL SECURITY",
        "same-programme key": "ALTER TABLE participants_participant DROP CONSTRAINT participants_participant_person_fk",
    }
    with psycopg.connect(**owner_arguments("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{broken}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{broken}" TEMPLATE "{example_name()}"')
    try:
        with psycopg.connect(**owner_arguments(broken), autocommit=True) as owner:
            owner.execute(statements[wall])
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-n0",
                "-p",
                "no:randomly",
                "-p",
                "no:cacheprovider",
                *ISOLATION,
            ],
            cwd=ROOT,
            check=False,
            env={**os.environ, "KLIK_TEST_DATABASE": broken},
            capture_output=True,
            text=True,
            timeout=120,
        )
    finally:
        with psycopg.connect(**owner_arguments("postgres"), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{broken}" WITH (FORCE)')
    assert run.returncode == 1, run.stdout[-3000:]
    assert " failed" in run.stdout.splitlines()[-1]
    assert " passed" in run.stdout.splitlines()[-1]
