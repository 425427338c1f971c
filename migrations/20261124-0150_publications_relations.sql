-- How publications belong together: stored once, in the direction of the active verb, read from both sides.
create table publications.relation (
  site_id integer not null,
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  kind text not null check (kind in ('interprets', 'implements', 'amends', 'repeals', 'replaces', 'relates')),
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz,
  ended_by text,
  end_reason text,
  primary key (site_id, id),
  foreign key (site_id, from_id) references publications.publication,
  foreign key (site_id, to_id) references publications.publication,
  check (from_id <> to_id),
  check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null))
);
create unique index relation_once on publications.relation (site_id, from_id, to_id, kind) where ended_at is null;
create index relation_of_target on publications.relation (site_id, to_id) where ended_at is null;
grant select, insert, update on publications.relation to :app;

-- What was changed about a publication beside its text: attribute, place, validity, relations.
create table publications.amendment (
  site_id integer not null,
  id uuid not null,
  publication_id uuid not null,
  organisation_id uuid not null,
  what text not null check (what in ('disclosure_attribute', 'disclosure_reason', 'legal_basis', 'columns', 'stage',
    'audience', 'statutory_category', 'validity', 'leaves_at', 'relation')),
  before text,
  after text,
  reason text not null default '',
  -- Whether the publication had been public by then: only such changes are told to readers.
  is_public boolean not null,
  at timestamptz not null,
  by text not null,
  primary key (site_id, id),
  foreign key (site_id, publication_id) references publications.publication
);
create index amendment_of on publications.amendment (site_id, publication_id, id);
grant select, insert on publications.amendment to :app;
alter table publications.amendment enable row level security;
alter table publications.amendment force row level security;
create policy amendment_read on publications.amendment for select
  using (is_public or publications.in_scope(organisation_id));
create policy amendment_insert on publications.amendment for insert
  with check (is_public or publications.in_scope(organisation_id));
create policy amendment_blank on publications.amendment for update
  using (publications.in_scope(organisation_id));
