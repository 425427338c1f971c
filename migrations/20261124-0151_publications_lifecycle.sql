-- Acts of two hands (ASVS 2.3.4): one person asks, another decides; only then is anything done.
create table publications.proposal (
  site_id integer not null,
  id uuid not null,
  publication_id uuid not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('erasure', 'not-public', 'narrowing')),
  reason text not null check (reason <> ''),
  ground_code text,
  next_review_on date,
  -- Erasure of one earlier text, or of one part of it; without a text, of everything.
  revision_id uuid,
  part text,
  -- Narrowing: the attributes as they are to be.
  change jsonb,
  asked_by text not null,
  asked_at timestamptz not null,
  outcome text check (outcome in ('confirmed', 'refused', 'taken-back')),
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  done_at timestamptz,
  primary key (site_id, id),
  foreign key (site_id, publication_id) references publications.publication,
  foreign key (site_id, revision_id) references publications.revision,
  check ((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null)),
  check (outcome is null or outcome = 'taken-back' or decided_by <> asked_by),
  check (kind = 'narrowing' or ground_code is not null),
  check (part is null or revision_id is not null),
  check (done_at is null or outcome is not distinct from 'confirmed')
);
create unique index proposal_one_open on publications.proposal (site_id, publication_id) where outcome is null;
create index proposal_of on publications.proposal (site_id, publication_id, id);
grant select, insert on publications.proposal to :app;
grant update (outcome, decided_by, decided_at, decision_reason) on publications.proposal to :app;
alter table publications.proposal enable row level security;
alter table publications.proposal force row level security;
create policy proposal_read on publications.proposal for select using (publications.in_scope(organisation_id));
create policy proposal_insert on publications.proposal for insert
  with check (publications.in_scope(organisation_id));
create policy proposal_update on publications.proposal for update
  using (publications.in_scope(organisation_id)) with check (publications.in_scope(organisation_id));

-- A publication may be set to leave the site at a time; the job withdraws it then.
alter table publications.publication
  add column leaves_at timestamptz,
  add column leaves_reason text,
  add column leaves_set_by text,
  add constraint leaves_together check (
    (leaves_at is null) = (leaves_reason is null) and (leaves_at is null) = (leaves_set_by is null));
create index publication_leaving on publications.publication (leaves_at) where leaves_at is not null;

-- The words of an erased text are gone; its number, its days and the commitments of its parts are kept.
alter table publications.revision add column erased_at timestamptz;
-- The application has no right to update parts or reviews at all: these open the way for the owner's job only.
create policy part_erase on publications.part for update using (exists (
  select from publications.revision r where r.site_id = part.site_id and r.id = part.revision_id
    and publications.in_scope(r.organisation_id)));
create policy review_erase on publications.review for update using (exists (
  select from publications.revision r where r.site_id = review.site_id and r.id = review.revision_id
    and publications.in_scope(r.organisation_id)));

-- Document numbers are compared across revisions of an issuer.
create index revision_number on publications.revision (site_id, document_number) where document_number is not null;

-- The form of index numbers, each site its own; every form it ever had stays on record.
create table publications.index_rule (
  site_id integer not null references platform.site,
  id uuid not null,
  template text not null check (template <> ''),
  reason text not null check (reason <> ''),
  set_at timestamptz not null,
  set_by text not null,
  primary key (site_id, id)
);
grant select, insert on publications.index_rule to :app;
