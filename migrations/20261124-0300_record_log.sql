-- What the record keeps for the public log: a command that publishes, takes down, erases or answers writes its leaf
-- here, in its own transaction. The sequencer alone takes leaves from the outbox. One log for the whole installation,
-- so these tables are not led by a site.

-- Every row present is taken, never "all after the last seen": numbers are handed out before commits.
create table record.log_outbox (
  id bigint generated always as identity primary key,
  item text not null check (item ~ '^[0-9a-f]{32}$'),
  rev integer not null check (rev >= 1),
  leaf bytea not null check (octet_length(leaf) between 1 and 4096),
  unique (item, rev)
);
grant insert on record.log_outbox to :app;

-- The last leaf of each item: its hash is `prev` of the next one. Deleting a row unties an item from what it was about.
create table record.log_item (
  item text primary key check (item ~ '^[0-9a-f]{32}$'),
  site_id integer references platform.site,
  subject uuid,
  rev integer not null check (rev >= 1),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  -- As the leaf says it: seconds in UTC, or for the events of a case only the date.
  at text not null
);
create index log_item_subject on record.log_item (site_id, subject);
grant select, insert, update on record.log_item to :app;

-- What opens the commitment of an entry. Without the salt nothing can be learnt from the 32 bytes in the log.
create table record.log_manifest (
  item text not null,
  rev integer not null,
  salt bytea check (octet_length(salt) = 32),
  manifest bytea,
  erased_at timestamptz,
  primary key (item, rev),
  check ((salt is null) = (erased_at is not null) and (manifest is null) = (erased_at is not null))
);
grant select, insert on record.log_manifest to :app;

-- Codes that entries may name because an earlier entry announced them: bodies, bases in law, versions of the calendar.
create table record.log_announced (
  kind text not null check (kind in ('unit', 'policy', 'calendar')),
  code text not null check (code <> ''),
  item text not null,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  primary key (kind, code)
);
grant select, insert on record.log_announced to :app;
