-- The public log: entries, tree and checkpoints as they were committed. Only the sequencer writes here, as the owner;
-- what was once written stays (the triggers bind the owner too). One log for the whole installation.
create schema transparency_log;
grant usage on schema transparency_log to :app;

create table transparency_log.head (
  log_id integer primary key check (log_id = 1),
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32)
);
insert into transparency_log.head values (1, 0, sha256(''));

create table transparency_log.entry (
  idx bigint primary key check (idx >= 0),
  item text not null,
  rev integer not null,
  type text not null,
  -- Of the leaf's own `at`; the start of the day where the leaf says only the date.
  at timestamptz not null,
  unit text,
  leaf bytea not null check (octet_length(leaf) between 1 and 4096),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  unique (item, rev)
);
create index entry_by_type on transparency_log.entry (type, idx);
create index entry_by_unit on transparency_log.entry (unit, idx);
create index entry_by_time on transparency_log.entry (at, idx);

-- The newest state of each tile; a narrower one is always its prefix.
create table transparency_log.tile (
  level integer not null check (level between 0 and 63),
  n bigint not null check (n >= 0),
  hashes bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (level, n)
);

create table transparency_log.checkpoint (
  size bigint primary key check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  at timestamptz not null default clock_timestamp()
);

-- What the checkpoint file says, written after the file is in place: the visibility of everything hangs on it.
create table transparency_log.published (
  log_id integer primary key check (log_id = 1),
  size bigint not null,
  -- The signed note, with the cosignatures that have come so far.
  note text not null,
  at timestamptz not null
);

-- How far the modules have been told what was included: they are told at least once, also after a crash.
create table transparency_log.included (
  log_id integer primary key check (log_id = 1),
  size bigint not null
);
insert into transparency_log.included values (1, 0);

-- What was found wrong with the log. It is shown on every page until an operator has answered it.
create table transparency_log.alarm (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  code text not null,
  detail text not null,
  answered_at timestamptz,
  answer text,
  check ((answered_at is null) = (answer is null))
);
create index alarm_open on transparency_log.alarm (id) where answered_at is null;

create function transparency_log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the public log only grows: % of %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'integrity_constraint_violation';
end
$$;

create trigger entry_stays before update or delete or truncate on transparency_log.entry
  for each statement execute function transparency_log.refuse_change();
create trigger checkpoint_stays before update or delete or truncate on transparency_log.checkpoint
  for each statement execute function transparency_log.refuse_change();
create trigger head_stays before delete or truncate on transparency_log.head
  for each statement execute function transparency_log.refuse_change();
create trigger tile_stays before delete or truncate on transparency_log.tile
  for each statement execute function transparency_log.refuse_change();

create function transparency_log.head_grows() returns trigger language plpgsql as $$
begin
  if new.size <= old.size
    or not exists (select from transparency_log.entry where idx = new.size - 1)
    or exists (select from transparency_log.entry where idx >= new.size)
  then
    raise exception 'the head of the public log can move from % to % only over entries that stand', old.size, new.size
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;
create trigger head_grows before update on transparency_log.head
  for each row execute function transparency_log.head_grows();

create function transparency_log.tile_grows() returns trigger language plpgsql as $$
begin
  if octet_length(new.hashes) < octet_length(old.hashes)
    or substring(new.hashes for octet_length(old.hashes)) <> old.hashes
  then
    raise exception 'tile % of level % can only be continued', old.n, old.level
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;
create trigger tile_grows before update on transparency_log.tile
  for each row execute function transparency_log.tile_grows();

create function transparency_log.published_grows() returns trigger language plpgsql as $$
begin
  if new.size < old.size then
    raise exception 'a published checkpoint of size % cannot follow one of size %', new.size, old.size
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;
create trigger published_grows before update on transparency_log.published
  for each row execute function transparency_log.published_grows();

grant select on all tables in schema transparency_log to :app;
