-- Mail on its way out. Address and words are sealed under a party's key: destroying the key erases them everywhere.

create table platform.outgoing_mail (
  site_id integer not null references platform.site,
  id uuid not null,
  topic text not null check (topic ~ '^[a-z]+(-[a-z]+)*$'),
  party_id uuid not null,
  -- The key was made for this mail alone and goes with it; else it is the receiver's.
  own_party boolean not null,
  sealed text,
  -- RFC 5322 §3.6.4: fixed when the mail is queued, so that a second delivery of it is known as the same mail.
  message_id text not null unique,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'dropped')),
  attempts integer not null default 0,
  queued_at timestamptz not null,
  claimed_at timestamptz,
  sent_at timestamptz,
  failed_at timestamptz,
  -- What the server answered, as a code: its words may repeat the address.
  failure text,
  erased_at timestamptz,
  primary key (site_id, id),
  foreign key (site_id, party_id) references platform.party_key,
  check ((sealed is null) = (erased_at is not null)),
  check ((state = 'sent') = (sent_at is not null)),
  check (state <> 'failed' or failed_at is not null)
);
create index outgoing_mail_newest on platform.outgoing_mail (site_id, id desc);
create index outgoing_mail_waiting on platform.outgoing_mail (queued_at) where state in ('queued', 'sending');
create index outgoing_mail_readable on platform.outgoing_mail (queued_at) where sealed is not null;
grant select, insert, update on platform.outgoing_mail to :app;
