#!/usr/bin/env bash
# Makes the database when the data directory is empty, then runs the command.
set -euo pipefail

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  user=${POSTGRES_USER:-postgres} database=${POSTGRES_DB:-${POSTGRES_USER:-postgres}}
  password=${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:-/dev/null}")}
  [ -n "$password" ] || { echo "Set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE." >&2; exit 1; }

  initdb --username="$user" --pwfile=<(printf '%s\n' "$password") --auth-local=trust \
    --auth-host=scram-sha-256 --encoding=UTF8 --no-locale --no-instructions
  echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  [ "$database" = postgres ] || echo "CREATE DATABASE \"$database\"" | postgres --single postgres >/dev/null

  # As in the public image: who waits for a database that stays waits for its second start.
  pg_ctl -o "-c listen_addresses=''" start
  pg_ctl stop
fi
exec "$@"
