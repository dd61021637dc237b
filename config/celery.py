"""The Celery application. Workers refuse to start on a database login that could pass the tenants' walls."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")

app = Celery("klik")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def refuse_powerful_login(**_kwargs: Any) -> None:
    from django.db import connection

    from programmes.checks import refuse_powerful_login

    refuse_powerful_login()
    # A pool opened before the fork is inherited by every child and hangs them.
    connection.close()
    connection.close_pool()


@worker_process_init.connect
def forget_inherited_connections(**_kwargs: Any) -> None:
    from django.db import connection

    connection.close()
    connection.close_pool()
