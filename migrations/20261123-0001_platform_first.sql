-- Mechanisms that know no domain: sites, the record of acts, jobs, keys of parties.

grant usage on schema platform to :app;
create extension if not exists pg_trgm;

create table platform.setting (
  name text primary key,
  value text not null
);
grant select, insert, update on platform.setting to :app;

create table platform.site (
  id integer primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9-]{1,30}$'),
  host text not null unique,
  name text not null,
  name_en text not null,
  site_id_code text not null,
  owner text not null,
  operator text not null,
  address text not null,
  phone text not null,
  icp_number text not null,
  police_filing_number text not null,
  description text not null,
  keywords text not null
);
grant select, insert, update on platform.site to :app;

create table platform.party_key (
  site_id integer not null references platform.site,
  id uuid not null,
  wrapped text,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (site_id, id),
  check ((wrapped is null) = (destroyed_at is not null))
);
grant select, insert, update on platform.party_key to :app;

-- The application adds to the record and reads it; nobody but the owner can change or remove a line of it.
create schema record;
grant usage on schema record to :app;
create table record.event (
  site_id integer not null references platform.site,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('person', 'token', 'visitor', 'system')),
  actor_id text not null,
  event text not null check (event ~ '^[a-z-]+\.[a-z-]+$'),
  subject uuid not null,
  organisation_id uuid,
  call_id uuid not null,
  log jsonb,
  primary key (site_id, id)
);
create index event_subject on record.event (site_id, subject, id);
create index event_call on record.event (call_id);
create index event_to_log on record.event (site_id, id) where log is not null;
grant select, insert on record.event to :app;

-- graphile-worker keeps its own tables behind row-level security: the application reaches them through here only.
create function platform.add_jobs(jobs json) returns void
language sql security definer set search_path = pg_catalog as $$
  select count(*) from graphile_worker.add_jobs(array(
    select (
      job->>'identifier', job->'payload', job->>'queue_name', (job->>'run_at')::timestamptz,
      (job->>'max_attempts')::integer, job->>'job_key', null::integer, null::text[]
    )::graphile_worker.job_spec
    from json_array_elements(jobs) as job
  ));
$$;
revoke all on function platform.add_jobs(json) from public;
grant execute on function platform.add_jobs(json) to :app;
