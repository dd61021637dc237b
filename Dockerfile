# Klik for production: one image for web, worker, beat and migrate. Build: docker compose build
FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/app.txt /requirements.txt
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r /requirements.txt

FROM python:3.13-slim-bookworm
# Pango lays out the year report; the font covers the names of people from everywhere.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /klik --shell /usr/sbin/nologin klik \
    && install -d -o klik -g klik /run/klik
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    KLIK_RUN=/run/klik
WORKDIR /klik
COPY . .
# The files have no secrets in them, but production settings refuse to load without: these live for one line.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=build.invalid \
    DATABASE_URL=postgresql://build.invalid/klik REDIS_URL=redis://build.invalid \
    EMAIL_HOST=build.invalid MAIL_FROM=build@build.invalid \
    python manage.py collectstatic --noinput --verbosity 0
USER klik
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--worker-class", "sync", \
     "--timeout", "60", "--max-requests", "2000", "--max-requests-jitter", "200", "--no-control-socket", \
     "--worker-tmp-dir", "/dev/shm", "--forwarded-allow-ips", "*"]
