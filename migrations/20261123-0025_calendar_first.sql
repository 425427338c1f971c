-- The legal calendar as data (domain k2, k13): each change is a new version. What a date was reckoned with stays.

create schema calendar;
grant usage on schema calendar to :app;

create table calendar.version (
  site_id integer not null references platform.site,
  id uuid not null,
  -- The newest is in force. Two officers at once claim the same number, and one of them is refused.
  number integer not null check (number > 0),
  name text not null check (name ~ '^cn-\d{4}(\.\d+)?$'),
  data jsonb not null,
  known_from date not null,
  known_through date not null check (known_through > known_from),
  source text not null check (source <> ''),
  reason text not null check (reason <> ''),
  made_at timestamptz not null,
  made_by text not null check (made_by <> ''),
  primary key (site_id, id),
  constraint version_number unique (site_id, number),
  constraint version_name unique (site_id, name)
);
grant select, insert on calendar.version to :app;
