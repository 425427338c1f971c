-- A text is shown only after its entry stands in the public log. Between the two a revision is `released`: decided, in
-- the log's outbox, and not yet readable for anyone who could not read it before.
select set_config('app.unit', '*', true);

alter table publications.revision
  drop constraint revision_state_check,
  add constraint revision_state_check check (state in ('draft', 'submitted', 'first-review', 'second-review',
    'final-review', 'approved', 'scheduled', 'released', 'published', 'returned', 'superseded')),
  -- The entry of its release, counted within its item.
  add column log_rev integer check (log_rev > 0),
  -- What it becomes once that entry is included; an older version that an import brings late is never the current one.
  add column released_to text check (released_to in ('published', 'superseded'));

do $$
declare
  old text;
begin
  for old in
    select conname from pg_constraint
    where conrelid = 'publications.revision'::regclass and contype = 'c'
      and pg_get_constraintdef(oid) ~ 'state' and conname <> 'revision_state_check'
      and (pg_get_constraintdef(oid) ~ 'approved_hash' or pg_get_constraintdef(oid) ~ 'published_at')
  loop
    execute format('alter table publications.revision drop constraint %I', old);
  end loop;
end
$$;
alter table publications.revision
  -- A check that comes out as null passes, so what may be null is compared without it.
  add constraint revision_out_as_approved check (state not in ('approved', 'scheduled', 'released', 'published', 'superseded')
    or (approved_hash is not distinct from content_hash and secrecy is not distinct from 'open')),
  add constraint revision_out_since check ((state in ('released', 'published', 'superseded')) = (published_at is not null)),
  add constraint revision_released_to check ((state = 'released') = (released_to is not null)),
  add constraint revision_released_entry check (state <> 'released' or log_rev is not null);
create unique index revision_of_entry on publications.revision (site_id, publication_id, log_rev);

-- What was released is immutable from that moment: its commitment is on the way into the log.
drop policy part_delete on publications.part;
create policy part_delete on publications.part for delete using (exists (
  select from publications.revision r where r.site_id = part.site_id and r.id = part.revision_id
    and publications.in_scope(r.organisation_id) and r.state not in ('released', 'published', 'superseded')));

alter table publications.publication
  -- The entry whose inclusion makes it stand public: of a first release, of a release after a withdrawal, of a restoration.
  add column opening_rev integer check (opening_rev > 0),
  add constraint publication_opening check (opening_rev is null or standing in ('unpublished', 'withdrawn', 'redirected'));
do $$
declare
  old text;
begin
  select conname into strict old from pg_constraint
  where conrelid = 'publications.publication'::regclass and contype = 'c'
    and pg_get_constraintdef(oid) ~ 'shown_revision_id';
  execute format('alter table publications.publication drop constraint %I', old);
end
$$;
-- Taken down while its first release was still on the way: nothing was ever shown.
alter table publications.publication add constraint publication_has_text
  check (standing not in ('public', 'withdrawn', 'redirected') or shown_revision_id is not null
    or (standing <> 'public' and first_published_at is null));

alter table publications.standing_change
  add column log_rev integer check (log_rev > 0),
  -- Decided, and effective only with its entry in the log: readers are not told of it before.
  add column pending boolean not null default false;
grant update (pending) on publications.standing_change to :app;

-- Which entry belongs to which text: the releases of a publication stand in the record in the order of their numbers.
with released as (
  select site_id, id, publication_id, row_number() over (partition by site_id, publication_id order by number) as nth
  from publications.revision where state in ('published', 'superseded')
), entries as (
  select site_id, subject, (log ->> 'rev')::integer as rev,
    row_number() over (partition by site_id, subject order by (log ->> 'rev')::integer) as nth
  from record.event where log ->> 'type' in ('publish', 'revise')
)
update publications.revision r set log_rev = e.rev
from released, entries e
where released.site_id = r.site_id and released.id = r.id
  and e.site_id = r.site_id and e.subject = released.publication_id and e.nth = released.nth;

update publications.standing_change c set log_rev = (e.log ->> 'rev')::integer
from record.event e
where e.site_id = c.site_id and e.subject = c.publication_id and e.at = c.at
  and e.log ->> 'type' in ('withdraw', 'redirect', 'restore', 'erase', 'not-public');
