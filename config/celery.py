"""The Celery application. Workers refuse to start on a database login that could pass the tenants' walls."""

import os
from typing import Any, cast

from celery import Celery
from celery.signals import celeryd_init, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")

app = Celery("klik")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def refuse_powerful_login(**_kwargs: Any) -> None:
    from programmes.checks import refuse_powerful_login

    refuse_powerful_login()
    forget_connections()


@worker_process_init.connect
def forget_connections(**_kwargs: Any) -> None:
    """A pool opened before the fork is inherited by every child and hangs them."""
    from django.db import connection
    from django.db.backends.postgresql.base import DatabaseWrapper

    connection.close()
    cast("DatabaseWrapper", connection).close_pool()
