create schema publications;
grant usage on schema publications to :app;

create table publications."column" (
  site_id integer not null references platform.site,
  id uuid not null,
  parent_id uuid,
  slug text not null check (slug ~ '^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?$'),
  name text not null check (name <> ''),
  name_en text not null,
  description text not null default '',
  kind text not null check (kind in ('list', 'page', 'link')),
  -- Days after which a reader may call the column stale; data of the check indicators, null for static ones.
  update_limit_days integer check (update_limit_days > 0),
  in_menu boolean not null default false,
  sort_order integer not null default 0,
  primary key (site_id, id),
  unique (site_id, slug),
  foreign key (site_id, parent_id) references publications."column"
);
grant select, insert, update on publications."column" to :app;

-- The way of a revision through its reviews is data: an operator may add or drop a step.
create table publications.route (
  site_id integer not null references platform.site,
  kind text not null,
  reviews text[] not null default '{first-review,second-review,final-review}',
  review_within_working_days integer not null default 1 check (review_within_working_days > 0),
  primary key (site_id, kind)
);
grant select, insert, update on publications.route to :app;

create table publications.index_series (
  site_id integer not null references platform.site,
  org_code text not null,
  year integer not null,
  last_serial integer not null,
  primary key (site_id, org_code, year)
);
grant select, insert, update on publications.index_series to :app;

create table publications.publication (
  site_id integer not null references platform.site,
  id uuid not null,
  kind text not null,
  organisation_id uuid not null,
  -- Random, so that the public log says nothing about the thing before it is public.
  log_item text not null unique check (log_item ~ '^[0-9a-f]{32}$'),
  log_rev integer not null default 0,
  standing text not null default 'unpublished'
    check (standing in ('unpublished', 'public', 'withdrawn', 'redirected', 'erased', 'not-public')),
  standing_reason text,
  standing_at timestamptz,
  redirects_to text,
  index_number text,
  stage text check (stage in ('decision', 'execution', 'management', 'service', 'result')),
  audience text not null default 'public' check (audience in ('public', 'specific-group')),
  disclosure_attribute text not null default 'proactive'
    check (disclosure_attribute in ('proactive', 'on-request', 'not-public')),
  -- Opinions, OGI 5 and 13: openness is the rule; anything else needs its legal basis and a reason.
  disclosure_reason text,
  legal_basis text,
  ground_code text,
  next_review_on date,
  statutory_category text,
  shown_revision_id uuid,
  first_published_at timestamptz,
  -- Where an import found it: the same file is never brought in twice.
  import_key text,
  created_at timestamptz not null,
  created_by text not null,
  primary key (site_id, id),
  unique (site_id, index_number),
  unique (site_id, import_key),
  foreign key (site_id, organisation_id) references organisations.organisation,
  check (disclosure_attribute = 'proactive' or (disclosure_reason is not null and legal_basis is not null)),
  check ((standing in ('public', 'withdrawn', 'redirected')) <= (shown_revision_id is not null)),
  check (standing <> 'not-public' or ground_code is not null)
);
grant select, insert, update on publications.publication to :app;

create table publications.revision (
  site_id integer not null,
  id uuid not null,
  publication_id uuid not null,
  organisation_id uuid not null,
  number integer not null check (number > 0),
  kind text not null check (kind in ('major', 'minor', 'version')),
  state text not null check (state in ('draft', 'submitted', 'first-review', 'second-review', 'final-review',
    'approved', 'scheduled', 'published', 'returned', 'superseded')),
  content jsonb not null,
  title text not null,
  -- Counts saves: the second of two editors sees that the text moved on.
  edit integer not null default 1,
  -- What is reviewed and approved: any edit changes it, and voids every approval given before.
  content_hash text not null,
  -- Why the public text changes, in words that the public reads; the first revision has none.
  reason text,
  author_id text not null,
  last_editor_id text not null,
  emergency boolean not null default false,
  emergency_by text,
  secrecy text check (secrecy in ('open', 'not-open')),
  submitted_at timestamptz,
  due_on date,
  approved_hash text,
  approved_at timestamptz,
  approver_id text,
  scheduled_at timestamptz,
  released_by text,
  published_at timestamptz,
  source_published_on date,
  document_number text,
  signed_on date,
  effective_on date,
  validity text check (validity in ('valid', 'amended', 'repealed', 'expired', 'not-yet')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (site_id, id),
  unique (site_id, publication_id, number),
  foreign key (site_id, publication_id) references publications.publication,
  check (number = 1 or reason is not null),
  -- Four eyes (ASVS 2.3.4): nobody approves or releases their own text; the emergency path is marked as such.
  check (approver_id is null or emergency or (approver_id <> author_id and approver_id <> last_editor_id)),
  check (released_by is null or emergency or (released_by <> author_id and released_by <> last_editor_id)),
  -- A check that comes out as null passes, so what may be null is compared without it.
  check (state not in ('approved', 'scheduled', 'published', 'superseded')
    or (approved_hash is not distinct from content_hash and secrecy is not distinct from 'open')),
  check ((state in ('published', 'superseded')) = (published_at is not null)),
  check (state <> 'scheduled' or scheduled_at is not null)
);
create index revision_open on publications.revision (site_id, state, due_on, id)
  where state not in ('published', 'superseded');
create index revision_scheduled on publications.revision (scheduled_at) where state = 'scheduled';
create index revision_updated on publications.revision (site_id, updated_at desc, id desc);
create index revision_of_organisation on publications.revision (site_id, organisation_id, updated_at desc, id desc);
-- One pending revision at a time: revision 2 can be under review while revision 1 is public, but not 2 and 3.
create unique index revision_one_pending on publications.revision (site_id, publication_id)
  where state not in ('published', 'superseded') and kind <> 'version';
grant select, insert, update on publications.revision to :app;

-- Immutable bytes of what was handed in; diff, approval, log and machine twins read these.
create table publications.part (
  site_id integer not null,
  revision_id uuid not null,
  name text not null check (name ~ '^(title|body|meta|file/[1-9][0-9]*)$'),
  media_type text not null,
  bytes bytea,
  salt bytea check (octet_length(salt) = 32),
  commitment text not null,
  erased_at timestamptz,
  primary key (site_id, revision_id, name),
  foreign key (site_id, revision_id) references publications.revision,
  check ((bytes is null) = (erased_at is not null) and (salt is null) = (erased_at is not null))
);
grant select, insert, delete on publications.part to :app;

create table publications.review (
  site_id integer not null,
  id uuid not null,
  revision_id uuid not null,
  step text not null,
  conclusion text not null check (conclusion in ('passed', 'returned', 'open', 'not-open')),
  reviewer_id text not null,
  content_hash text not null,
  reason text not null default '',
  at timestamptz not null,
  primary key (site_id, id),
  foreign key (site_id, revision_id) references publications.revision,
  check (conclusion not in ('returned', 'not-open') or reason <> '')
);
create index review_of_revision on publications.review (site_id, revision_id, id);
create index review_by_person on publications.review (site_id, reviewer_id, id);
grant select, insert on publications.review to :app;

-- A finding stops the release until a person decides; the value itself is not stored with the decision.
create table publications.finding_decision (
  site_id integer not null,
  revision_id uuid not null,
  fingerprint text not null,
  masked text not null,
  reason text not null check (reason <> ''),
  decided_by text not null,
  at timestamptz not null,
  primary key (site_id, revision_id, fingerprint),
  foreign key (site_id, revision_id) references publications.revision
);
grant select, insert on publications.finding_decision to :app;

create table publications.placement (
  site_id integer not null,
  publication_id uuid not null,
  column_id uuid not null,
  primary key (site_id, publication_id, column_id),
  foreign key (site_id, publication_id) references publications.publication,
  foreign key (site_id, column_id) references publications."column"
);
grant select, insert, delete on publications.placement to :app;

-- The one relation that public reads use: the shown revision of each publication, narrow enough for lists.
create table publications.shown (
  site_id integer not null,
  publication_id uuid not null,
  revision_id uuid not null,
  number integer not null,
  kind text not null,
  organisation_id uuid not null,
  publisher text not null,
  title text not null,
  title_phrases text[] not null,
  summary text not null,
  index_number text not null,
  document_number text,
  subject_category text,
  signed_on date,
  effective_on date,
  expires_on date,
  validity text,
  source text,
  editor text,
  keywords text not null,
  disclosure_attribute text not null,
  stage text,
  statutory_category text,
  -- What lists sort by: for material that was public before it was imported, its own day.
  listed_at timestamptz not null,
  first_published_at timestamptz not null,
  published_at timestamptz not null,
  source_published_on date,
  revisions integer not null,
  primary key (site_id, publication_id),
  foreign key (site_id, publication_id) references publications.publication,
  foreign key (site_id, revision_id) references publications.revision
);
create index shown_newest on publications.shown (site_id, listed_at desc, publication_id desc);
create index shown_of_organisation on publications.shown (site_id, organisation_id, listed_at desc, publication_id desc);
create index shown_number on publications.shown (site_id, document_number) where document_number is not null;
create index shown_changing on publications.shown (site_id, effective_on, expires_on)
  where effective_on is not null or expires_on is not null;
grant select, insert, update, delete on publications.shown to :app;

-- Under its column and every column above it, so that a list of any level is one range of one index.
create table publications.shown_in (
  site_id integer not null,
  column_id uuid not null,
  publication_id uuid not null,
  listed_at timestamptz not null,
  primary key (site_id, column_id, publication_id),
  foreign key (site_id, publication_id) references publications.shown on delete cascade
);
create index shown_in_newest on publications.shown_in (site_id, column_id, listed_at desc, publication_id desc);
grant select, insert, update, delete on publications.shown_in to :app;

create table publications.standing_change (
  site_id integer not null,
  id uuid not null,
  publication_id uuid not null,
  from_standing text not null,
  to_standing text not null,
  reason text not null check (reason <> ''),
  at timestamptz not null,
  by text not null,
  primary key (site_id, id),
  foreign key (site_id, publication_id) references publications.publication
);
create index standing_change_of on publications.standing_change (site_id, publication_id, id);
grant select, insert on publications.standing_change to :app;

create table publications.import_batch (
  site_id integer not null,
  id uuid not null,
  folder text not null,
  mode text not null check (mode in ('published', 'drafts')),
  files integer not null,
  report jsonb not null,
  at timestamptz not null,
  by text not null,
  primary key (site_id, id)
);
grant select, insert on publications.import_batch to :app;

-- Second wall (ASVS 8.2.1): what was never released can be read only in the organisation that works on it.
create function publications.in_scope(organisation uuid) returns boolean
language sql stable set search_path = pg_catalog as $$
  select case nullif(current_setting('app.unit', true), '')
    when '*' then true
    else organisation::text = any (string_to_array(nullif(current_setting('app.unit', true), ''), ','))
  end;
$$;
grant execute on function publications.in_scope(uuid) to :app;

alter table publications.revision enable row level security;
alter table publications.revision force row level security;
create policy revision_read on publications.revision for select
  using (state in ('published', 'superseded') or publications.in_scope(organisation_id));
create policy revision_insert on publications.revision for insert with check (publications.in_scope(organisation_id));
create policy revision_update on publications.revision for update
  using (publications.in_scope(organisation_id)) with check (publications.in_scope(organisation_id));

-- A part is as public as its revision: the policy of the revision decides through the subquery.
alter table publications.part enable row level security;
alter table publications.part force row level security;
create policy part_read on publications.part for select using (exists (
  select from publications.revision r where r.site_id = part.site_id and r.id = part.revision_id));
create policy part_insert on publications.part for insert with check (exists (
  select from publications.revision r where r.site_id = part.site_id and r.id = part.revision_id
    and publications.in_scope(r.organisation_id)));
-- Handing in again replaces the parts; what was published once can be erased by the owner's job only.
create policy part_delete on publications.part for delete using (exists (
  select from publications.revision r where r.site_id = part.site_id and r.id = part.revision_id
    and publications.in_scope(r.organisation_id) and r.state not in ('published', 'superseded')));

alter table publications.review enable row level security;
alter table publications.review force row level security;
create policy review_read on publications.review for select using (exists (
  select from publications.revision r where r.site_id = review.site_id and r.id = review.revision_id
    and publications.in_scope(r.organisation_id)));
create policy review_insert on publications.review for insert with check (exists (
  select from publications.revision r where r.site_id = review.site_id and r.id = review.revision_id
    and publications.in_scope(r.organisation_id)));
