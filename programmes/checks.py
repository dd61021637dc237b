"""Refuse to start on a database login that could pass the tenants' walls."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

POWERS = ("is superuser", "has BYPASSRLS", "owns tables", "owns the database")
POWERS_OF_LOGIN = """
SELECT r.rolname, r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(r.oid, c.relowner, 'USAGE')),
       EXISTS (SELECT FROM pg_database d WHERE d.datname = current_database() AND pg_has_role(r.oid, d.datdba, 'USAGE'))
FROM pg_roles r WHERE r.rolname = current_user
"""


def powers_of_login() -> list[str]:
    """What the login we are connected with can do that the app login must not be able to."""
    with connection.cursor() as cursor:
        cursor.execute(POWERS_OF_LOGIN)
        name, *has = cursor.fetchone()
    return [f"login {name} {power}" for power, has_it in zip(POWERS, has, strict=True) if has_it]


def refuse_powerful_login() -> None:
    """Called by the web server and every worker at start. Raises ImproperlyConfigured."""
    if powers := powers_of_login():
        raise ImproperlyConfigured(
            f"{'; '.join(powers)}: row security would not hold. Use the app login (DATABASE_URL), not the owner."
        )
