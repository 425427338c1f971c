#!/bin/sh
# Two roles: one owns the tables, one is bound by grants and row-level policies. Run once, as superuser.
set -eu
: "${OWNER_PASSWORD:?}" "${APP_PASSWORD:?}"
psql --set=ON_ERROR_STOP=1 --set=owner="$OWNER_PASSWORD" --set=app="$APP_PASSWORD" --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
create role mingtang_owner login nosuperuser nocreaterole nocreatedb password :'owner';
create role mingtang_app login nosuperuser nocreaterole nocreatedb nobypassrls password :'app';
grant pg_read_all_stats to mingtang_owner;
create database mingtang owner mingtang_owner;
revoke all on database mingtang from public;
grant connect on database mingtang to mingtang_app;
\connect mingtang
create extension if not exists amcheck;
grant execute on function bt_index_check(regclass, boolean) to mingtang_owner;
SQL
