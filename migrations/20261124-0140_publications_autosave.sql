-- What a person is typing and has not saved: apart from the revision, so that it moves no review and no hash.
create table publications.autosave (
  site_id integer not null,
  revision_id uuid not null,
  person_id text not null,
  organisation_id uuid not null,
  -- The count of saves that the person saw when they began.
  edit integer not null,
  typed jsonb not null,
  begun_at timestamptz not null,
  at timestamptz not null,
  primary key (site_id, revision_id, person_id),
  foreign key (site_id, revision_id) references publications.revision
);
create index autosave_old on publications.autosave (at);
grant select, insert, update, delete on publications.autosave to :app;

alter table publications.autosave enable row level security;
alter table publications.autosave force row level security;
create policy autosave_own on publications.autosave
  using (publications.in_scope(organisation_id)) with check (publications.in_scope(organisation_id));
