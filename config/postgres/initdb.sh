#!/bin/bash
# Run once by the PostgreSQL image when its data folder is empty.
set -euo pipefail
psql --username postgres --dbname postgres \
  -v owner_password="${KLIK_OWNER_PASSWORD:?}" -v app_password="${KLIK_APP_PASSWORD:?}" -f /klik/roles.sql
