-- An import from the desk: what was handed in, what a dry run foresees of it, who accepted that, what came of it.
create table publications.import_run (
  site_id integer not null references platform.site,
  id uuid not null,
  organisation_id uuid not null,
  name text not null,
  mode text not null check (mode in ('published', 'drafts')),
  column_ids uuid[] not null,
  state text not null check (state in ('checking', 'checked', 'running', 'done', 'stopped', 'discarded')),
  -- Of the step that is under way.
  total integer not null default 0,
  done integer not null default 0,
  -- Of the report of the dry run: two persons accept this one and no other.
  report_hash text,
  stopped_because text,
  handed_in_by text not null,
  handed_in_at timestamptz not null,
  confirmed_at timestamptz,
  accepted_by text,
  accepted_at timestamptz,
  finished_at timestamptz,
  primary key (site_id, id),
  -- Four eyes: nobody accepts alone what they handed in.
  check (accepted_by is null or accepted_by <> handed_in_by),
  check (state not in ('running', 'done') or (accepted_by is not null and confirmed_at is not null))
);
create index import_run_newest on publications.import_run (site_id, id desc);
grant select, insert, update on publications.import_run to :app;

-- What was handed in, as long as it is needed: emptied when the import is done or discarded.
create table publications.import_source (
  site_id integer not null,
  run_id uuid not null,
  path text not null,
  bytes bytea not null,
  primary key (site_id, run_id, path),
  foreign key (site_id, run_id) references publications.import_run
);
grant select, insert, delete on publications.import_source to :app;

-- A line for each file or row: what the dry run foresaw, then what came of it.
create table publications.import_line (
  site_id integer not null,
  run_id uuid not null,
  step text not null check (step in ('foreseen', 'done')),
  place integer not null,
  path text not null,
  title text not null,
  outcome text not null,
  is_error boolean not null,
  is_warning boolean not null,
  report jsonb not null,
  primary key (site_id, run_id, step, path),
  foreign key (site_id, run_id) references publications.import_run
);
create index import_line_in_order on publications.import_line (site_id, run_id, step, place);
grant select, insert, update, delete on publications.import_line to :app;

alter table publications.import_run enable row level security;
alter table publications.import_run force row level security;
create policy import_run_all on publications.import_run using (publications.in_scope(organisation_id))
  with check (publications.in_scope(organisation_id));

alter table publications.import_source enable row level security;
alter table publications.import_source force row level security;
create policy import_source_all on publications.import_source using (exists (
  select from publications.import_run r where r.site_id = import_source.site_id and r.id = import_source.run_id));

alter table publications.import_line enable row level security;
alter table publications.import_line force row level security;
create policy import_line_all on publications.import_line using (exists (
  select from publications.import_run r where r.site_id = import_line.site_id and r.id = import_line.run_id));
