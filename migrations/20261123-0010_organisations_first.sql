-- The agencies of a site as a tree. Everything here is public (OGI 12, 20): no row-level security.

create schema organisations;
grant usage on schema organisations to :app;

create table organisations.organisation (
  site_id integer not null references platform.site,
  id uuid not null,
  parent_id uuid,
  -- From the root down to the organisation itself: a subtree is one indexed condition.
  path uuid[] not null,
  kind text not null check (kind in ('government', 'department', 'institution', 'public-utility', 'authorised-body')),
  credit_code text not null check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  division_code text not null check (division_code ~ '^\d{6}(\d{3}){0,2}$'),
  name text not null check (name <> ''),
  short_name text not null check (short_name <> ''),
  name_en text not null,
  agency_mark text not null,
  head_post text not null,
  head_name text not null,
  functions text not null,
  address text not null,
  phone text not null,
  hours text not null,
  sort_order integer not null check (sort_order between 0 and 99999),
  -- The sort orders of the path, each with five digits: the tree in reading order.
  sort_key text not null,
  closed_on date,
  primary key (site_id, id),
  unique (site_id, credit_code),
  foreign key (site_id, parent_id) references organisations.organisation,
  check (path[cardinality(path)] = id),
  check ((parent_id is null) = (cardinality(path) = 1)),
  check (parent_id is null or path[cardinality(path) - 1] = parent_id)
);
create index organisation_subtree on organisations.organisation using gin (path);
create index organisation_reading_order on organisations.organisation (site_id, sort_key, id);
create index organisation_children on organisations.organisation (site_id, parent_id);
create unique index organisation_one_root on organisations.organisation (site_id) where parent_id is null;
grant select, insert, update on organisations.organisation to :app;
