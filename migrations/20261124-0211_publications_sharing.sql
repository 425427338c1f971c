-- Content is shared between sites by reference, never by copy. A site that takes in a publication of another one keeps
-- where it came from, in which columns it stands, and nothing of its text.
create table publications.sharing (
  site_id integer not null references platform.site,
  publication_id uuid not null,
  source_site_id integer not null check (source_site_id <> site_id),
  shared_by text not null,
  shared_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (site_id, publication_id),
  foreign key (source_site_id, publication_id) references publications.publication,
  check ((ended_at is null) = (ended_by is null))
);
create index sharing_of_source on publications.sharing (source_site_id, publication_id) where ended_at is null;
create index sharing_newest on publications.sharing (site_id, shared_at desc);
grant select, insert, update on publications.sharing to :app;

-- Whose text it is: the site's own, or another's. A default cannot name another column, hence the trigger.
alter table publications.placement add column source_site_id integer;
alter table publications.shown add column source_site_id integer, add column shared_from text;
update publications.placement set source_site_id = site_id;
update publications.shown set source_site_id = site_id;

create function publications.own_unless_said() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  new.source_site_id := coalesce(new.source_site_id, new.site_id);
  return new;
end $$;
create trigger placement_source before insert on publications.placement
  for each row execute function publications.own_unless_said();
create trigger shown_source before insert on publications.shown
  for each row execute function publications.own_unless_said();

alter table publications.placement
  alter column source_site_id set not null,
  drop constraint placement_site_id_publication_id_fkey,
  add foreign key (source_site_id, publication_id) references publications.publication;
alter table publications.shown
  alter column source_site_id set not null,
  drop constraint shown_site_id_publication_id_fkey,
  drop constraint shown_site_id_revision_id_fkey,
  add foreign key (source_site_id, publication_id) references publications.publication,
  add foreign key (source_site_id, revision_id) references publications.revision,
  add constraint shown_says_whose check ((source_site_id = site_id) = (shared_from is null));
create index shown_shared on publications.shown (source_site_id, publication_id) where source_site_id <> site_id;

-- The one way in which what happens in a site reaches the rows of those who refer to it: their narrow facts for lists
-- become what the source shows at this moment, in the columns that they chose, or nothing. Idempotent.
create function publications.mirror(of_site integer, of_publication uuid) returns void
language sql security definer set search_path = pg_catalog as $$
  delete from publications.shown s
  where s.source_site_id = of_site and s.publication_id = of_publication and s.site_id <> of_site;

  insert into publications.shown
  select theirs.*
  from publications.shown own
  join publications.sharing h
    on h.source_site_id = of_site and h.publication_id = of_publication and h.ended_at is null
  join platform.site o on o.id = of_site
  cross join lateral jsonb_populate_record(own,
    jsonb_build_object('site_id', h.site_id, 'shared_from', o.name)) as theirs
  where own.site_id = of_site and own.publication_id = of_publication and own.source_site_id = of_site;

  with recursive above as (
    select s.site_id, s.listed_at, c.id, c.parent_id
    from publications.shown s
    join publications.placement p on p.site_id = s.site_id and p.publication_id = s.publication_id
    join publications."column" c on c.site_id = p.site_id and c.id = p.column_id
    where s.source_site_id = of_site and s.publication_id = of_publication and s.site_id <> of_site
    union
    select a.site_id, a.listed_at, c.id, c.parent_id
    from above a join publications."column" c on c.site_id = a.site_id and c.id = a.parent_id
  )
  insert into publications.shown_in (site_id, column_id, publication_id, listed_at)
  select site_id, id, of_publication, listed_at from above;
$$;
revoke all on function publications.mirror(integer, uuid) from public;
grant execute on function publications.mirror(integer, uuid) to :app;

-- In the same act as the source, whoever changes what is shown and why.
create function publications.mirror_shown() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if exists (select from publications.sharing h
    where h.source_site_id = coalesce(new.source_site_id, old.source_site_id)
      and h.publication_id = coalesce(new.publication_id, old.publication_id) and h.ended_at is null) then
    perform publications.mirror(coalesce(new.source_site_id, old.source_site_id),
      coalesce(new.publication_id, old.publication_id));
  end if;
  return null;
end $$;
create trigger shown_mirrored after insert or update on publications.shown
  for each row when (new.site_id = new.source_site_id) execute function publications.mirror_shown();
create trigger shown_mirrored_away after delete on publications.shown
  for each row when (old.site_id = old.source_site_id) execute function publications.mirror_shown();

-- A site that changes its name is named anew wherever its texts stand.
create function publications.rename_source() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update publications.shown set shared_from = new.name where source_site_id = new.id and site_id <> new.id;
  return null;
end $$;
create trigger site_renamed after update of name on platform.site
  for each row when (new.name is distinct from old.name) execute function publications.rename_source();
