"""The web server's entrance. It refuses to start on a database login that could pass the tenants' walls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

from programmes.checks import refuse_powerful_login  # noqa: E402  (models are ready only after set-up)

refuse_powerful_login()
