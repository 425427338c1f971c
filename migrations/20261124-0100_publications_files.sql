-- Files of texts: the bytes lie in the file store under random keys, everything that is known of them here.
create table publications.file (
  site_id integer not null references platform.site,
  id uuid not null,
  organisation_id uuid not null,
  -- Where it was uploaded; null for a picture that came before the first draft was saved.
  publication_id uuid,
  purpose text not null check (purpose in ('attachment', 'image')),
  -- As it came in, private for good; and the cleaned copy, which is the only one that ever goes out.
  original_key text,
  cleaned_key text,
  media_type text not null,
  extension text not null check (extension ~ '^[a-z0-9]{1,10}$'),
  name text not null,
  length integer not null check (length >= 0),
  sha256 text not null,
  -- Made with the upload, so that a text can be handed in without reading the bytes again.
  salt bytea check (octet_length(salt) = 32),
  commitment text not null,
  text text not null,
  -- What cleaning took out, and what a person should look at, as message keys.
  removed text[] not null default '{}',
  warnings text[] not null default '{}',
  width integer,
  height integer,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  erased_at timestamptz,
  primary key (site_id, id),
  foreign key (site_id, organisation_id) references organisations.organisation,
  foreign key (site_id, publication_id) references publications.publication,
  check ((original_key is null and cleaned_key is null and salt is null) = (erased_at is not null))
);
create index file_of_publication on publications.file (site_id, publication_id, id);
create index file_by_age on publications.file (site_id, uploaded_at) where erased_at is null;
grant select, insert, delete on publications.file to :app;
grant update (original_key, cleaned_key, name, sha256, salt, text, removed, warnings, erased_at) on publications.file to :app;

-- A part is bytes of its own, or a file with the name under which readers see it.
alter table publications.part add column file_id uuid;
alter table publications.part add column label text;
alter table publications.part add foreign key (site_id, file_id) references publications.file;
alter table publications.part drop constraint part_check;
alter table publications.part add constraint part_has_bytes check (
  (salt is null) = (erased_at is not null)
  and (erased_at is not null) <= (bytes is null)
  and (erased_at is null) <= ((bytes is null) <> (file_id is null)));
create index part_file on publications.part (site_id, file_id) where file_id is not null;

-- An erased part keeps its commitment and nothing of what it said: the name of a file goes with its bytes.
create function publications.forget_label() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  new.label := null;
  return new;
end $$;
create trigger part_forgets_label before update on publications.part
  for each row when (new.erased_at is not null) execute function publications.forget_label();

-- A draft's file is as closed as the draft; through a part of a public text anyone may read it, and of an erased one
-- that it was there.
alter table publications.file enable row level security;
alter table publications.file force row level security;
create policy file_read on publications.file for select using (
  publications.in_scope(organisation_id)
  or exists (select from publications.part p
    where p.site_id = file.site_id and p.file_id = file.id
      and (p.erased_at is null or file.erased_at is not null)));
create policy file_insert on publications.file for insert with check (publications.in_scope(organisation_id));
-- What a text was handed in with stays; only where every part of it is erased may the file be emptied.
create policy file_update on publications.file for update
  using (publications.in_scope(organisation_id) and not exists (select from publications.part p
    where p.site_id = file.site_id and p.file_id = file.id and p.erased_at is null))
  with check (erased_at is not null);
create policy file_delete on publications.file for delete using (
  publications.in_scope(organisation_id) and not exists (select from publications.part p
    where p.site_id = file.site_id and p.file_id = file.id));
