-- Who is told what: people at the desk about their work, readers about what they subscribed to.

create schema notifications;
grant usage on schema notifications to :app;

create table notifications.notification (
  site_id integer not null references platform.site,
  id uuid not null,
  person_id uuid not null,
  topic text not null check (topic ~ '^[a-z]+(-[a-z]+)*$'),
  -- What it is about, so that the same thing is told once however often it is heard.
  cause text not null,
  title text not null,
  address text not null check (address like '/%'),
  params jsonb not null default '{}',
  created_at timestamptz not null,
  read_at timestamptz,
  mail text not null check (mail in ('none', 'waiting', 'sent')),
  primary key (site_id, id),
  unique (site_id, person_id, topic, cause),
  foreign key (site_id, person_id) references accounts.person
);
create index notification_newest on notifications.notification (site_id, person_id, id desc);
create index notification_unread on notifications.notification (site_id, person_id) where read_at is null;
create index notification_to_mail on notifications.notification (site_id, person_id) where mail = 'waiting';
grant select, insert, update (read_at, mail) on notifications.notification to :app;

create table notifications.preference (
  site_id integer not null references platform.site,
  person_id uuid not null,
  topic text not null check (topic ~ '^[a-z]+(-[a-z]+)*$'),
  mail text not null check (mail in ('at-once', 'digest', 'never')),
  primary key (site_id, person_id, topic),
  foreign key (site_id, person_id) references accounts.person
);
grant select, insert, update on notifications.preference to :app;

-- A person reads their own; jobs, who write to everybody, have the scope `*`.
create function notifications.is_own(site integer, person uuid) returns boolean
language sql stable set search_path = pg_catalog as $$
  select site::text = current_setting('app.site', true) and (
    person::text = nullif(current_setting('app.person', true), '')
    or nullif(current_setting('app.unit', true), '') is not distinct from '*'
  );
$$;
alter table notifications.notification enable row level security;
alter table notifications.notification force row level security;
create policy own on notifications.notification to :app using (notifications.is_own(site_id, person_id));
create policy functions on notifications.notification to current_user using (true) with check (true);
alter table notifications.preference enable row level security;
alter table notifications.preference force row level security;
create policy own on notifications.preference to :app using (notifications.is_own(site_id, person_id));
create policy functions on notifications.preference to current_user using (true) with check (true);

-- For the menu of every page, which is built outside of any transaction: a number and nothing else.
create function notifications.count_unread(site integer, person uuid) returns integer
language sql stable security definer set search_path = pg_catalog as $$
  select count(*)::integer from (
    select from notifications.notification
    where site_id = site and person_id = person and read_at is null limit 1000
  ) as unread;
$$;

-- A reader without an account. The address is sealed under the reader's own key and found again by its keyed hash.
create table notifications.subscriber (
  site_id integer not null references platform.site,
  id uuid not null,
  party_id uuid not null,
  address text not null,
  address_hash text not null,
  language text not null check (language in ('zh-CN', 'en')),
  rhythm text not null check (rhythm in ('at-once', 'daily', 'weekly')),
  created_at timestamptz not null,
  -- Mails that anybody may cause by typing this address: so many a day.
  asked_times integer not null default 0,
  asked_since timestamptz not null,
  primary key (site_id, id),
  unique (site_id, address_hash),
  foreign key (site_id, party_id) references platform.party_key
);
grant select, insert, update, delete on notifications.subscriber to :app;

create table notifications.subscription (
  site_id integer not null,
  id uuid not null,
  subscriber_id uuid not null,
  kind text not null check (kind in ('column', 'publication')),
  subject_id uuid not null,
  -- What one confirmation mail asks for together; the wishes in it hold from the confirmation on.
  request_id uuid not null,
  language text not null check (language in ('zh-CN', 'en')),
  rhythm text not null check (rhythm in ('at-once', 'daily', 'weekly')),
  asked_at timestamptz not null,
  confirmed_at timestamptz,
  primary key (site_id, id),
  unique (site_id, subscriber_id, kind, subject_id),
  foreign key (site_id, subscriber_id) references notifications.subscriber on delete cascade
);
create index subscription_to_tell on notifications.subscription (site_id, kind, subject_id, subscriber_id)
  where confirmed_at is not null;
create index subscription_open on notifications.subscription (asked_at) where confirmed_at is null;
create index subscription_of_request on notifications.subscription (site_id, request_id);
grant select, insert, update, delete on notifications.subscription to :app;

-- Each revision once to each subscriber, however many subscriptions it matches and however often the job runs.
create table notifications.telling (
  site_id integer not null,
  subscriber_id uuid not null,
  revision_id uuid not null,
  publication_id uuid not null,
  created_at timestamptz not null,
  mailed_at timestamptz,
  primary key (site_id, subscriber_id, revision_id),
  foreign key (site_id, subscriber_id) references notifications.subscriber on delete cascade
);
create index telling_waiting on notifications.telling (site_id, subscriber_id, created_at) where mailed_at is null;
grant select, insert, update, delete on notifications.telling to :app;

revoke all on all functions in schema notifications from public;
grant execute on all functions in schema notifications to :app;
