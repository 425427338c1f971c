create schema portal;
grant usage on schema portal to :app;

-- Addresses of a site that stood here before, or of pages that went: each leads on for ever.
create table portal.moved_address (
  site_id integer not null references platform.site,
  -- Path, and the query where the old site told its pages apart by it.
  path text not null check (path ~ '^/' and length(path) <= 500),
  target text not null check (target ~ '^(/|https://)' and length(target) <= 500),
  added_at timestamptz not null,
  added_by text not null,
  primary key (site_id, path)
);
grant select, insert, update, delete on portal.moved_address to :app;

-- Blocks of the home page, in order: as the public sees them, and as somebody is arranging them. Null: as delivered.
create table portal.home (
  site_id integer primary key references platform.site,
  edit integer not null default 1,
  shown jsonb,
  draft jsonb,
  updated_at timestamptz not null,
  updated_by text not null
);
grant select, insert, update on portal.home to :app;

create table portal.setting (
  site_id integer primary key references platform.site,
  -- RFC 9116: a way to reach whoever mends holes; a mailbox, a telephone number or a form.
  security_contact text not null check (security_contact ~ '^(mailto:|tel:|https://)'),
  updated_at timestamptz not null,
  updated_by text not null
);
grant select, insert, update on portal.setting to :app;

-- What the reporter may look up again: no word of theirs stands here.
create table portal.page_report (
  site_id integer not null references platform.site,
  id uuid not null,
  page text not null check (page ~ '^/' and length(page) <= 500),
  title text not null,
  publication_id uuid,
  organisation_id uuid not null,
  kind text not null check (kind in ('spelling', 'content', 'link', 'display', 'other')),
  status text not null default 'new' check (status in ('new', 'answered', 'closed')),
  answer text,
  received_at timestamptz not null,
  settled_at timestamptz,
  settled_by text,
  primary key (site_id, id),
  foreign key (site_id, organisation_id) references organisations.organisation,
  check ((status = 'new') = (settled_at is null)),
  check (status <> 'answered' or answer <> '')
);
create index page_report_newest on portal.page_report (site_id, id desc);
create index page_report_open on portal.page_report (site_id, organisation_id) where status = 'new';
create index page_report_of_publication on portal.page_report (site_id, publication_id) where publication_id is not null;
grant select, insert, update on portal.page_report to :app;

-- Words of the reporter may name people: read in the organisation that answers, and nowhere else.
create table portal.page_report_words (
  site_id integer not null,
  report_id uuid not null,
  organisation_id uuid not null,
  words text not null,
  party_id uuid,
  contact text,
  primary key (site_id, report_id),
  foreign key (site_id, report_id) references portal.page_report,
  check ((party_id is null) = (contact is null))
);
grant select, insert, update on portal.page_report_words to :app;

create function portal.in_scope(organisation uuid) returns boolean
language sql stable set search_path = pg_catalog as $$
  select case nullif(current_setting('app.unit', true), '')
    when '*' then true
    else organisation::text = any (string_to_array(nullif(current_setting('app.unit', true), ''), ','))
  end;
$$;
grant execute on function portal.in_scope(uuid) to :app;

alter table portal.page_report_words enable row level security;
alter table portal.page_report_words force row level security;
create policy page_report_words_read on portal.page_report_words for select using (portal.in_scope(organisation_id));
-- A visitor has no scope, and hands in all the same.
create policy page_report_words_insert on portal.page_report_words for insert with check (true);
create policy page_report_words_update on portal.page_report_words for update
  using (portal.in_scope(organisation_id)) with check (portal.in_scope(organisation_id));

-- Was this useful: figures for each page and day, and nothing of who said it.
create table portal.usefulness (
  site_id integer not null references platform.site,
  page text not null check (page ~ '^/' and length(page) <= 500),
  day date not null,
  id uuid not null,
  publication_id uuid,
  yes integer not null default 0,
  no integer not null default 0,
  primary key (site_id, page, day)
);
create index usefulness_by_day on portal.usefulness (site_id, day);
create index usefulness_of_publication on portal.usefulness (site_id, publication_id, day) where publication_id is not null;
grant select, insert, update on portal.usefulness to :app;

-- Who has spoken today, as a hash under a key of the day. Both go when the day is over, and with them the only trace.
create table portal.usefulness_key (
  site_id integer not null references platform.site,
  day date not null,
  key bytea not null check (octet_length(key) = 32),
  primary key (site_id, day)
);
create table portal.usefulness_visitor (
  site_id integer not null,
  day date not null,
  visitor text not null,
  primary key (site_id, day, visitor),
  foreign key (site_id, day) references portal.usefulness_key on delete cascade
);
create table portal.usefulness_reason (
  site_id integer not null references platform.site,
  id uuid not null,
  page text not null,
  day date not null,
  reason text not null check (length(reason) <= 500),
  primary key (site_id, id)
);
create index usefulness_reason_of_page on portal.usefulness_reason (site_id, page, id desc);
grant select, insert, delete on portal.usefulness_key to :app;
grant select, insert, delete on portal.usefulness_visitor to :app;
grant select, insert, delete on portal.usefulness_reason to :app;

-- The rights that came with this, for installations whose roles stand already.
update accounts.role set permissions = permissions || array['site.arrange']
  where name in ('disclosure-officer', 'administrator') and not permissions && array['site.arrange'];
update accounts.role set permissions = permissions || array['page-report.answer']
  where name in ('disclosure-officer', 'editor') and not permissions && array['page-report.answer'];
