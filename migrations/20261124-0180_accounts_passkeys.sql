-- Passkeys (WebAuthn level 3): the public half of a key that a person's device keeps, bound to one host name.
create table accounts.passkey (
  site_id integer not null,
  id uuid not null,
  person_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  rp_id text not null,
  counter bigint not null,
  transports text[] not null,
  name text not null check (name <> ''),
  made_at timestamptz not null,
  last_used_at timestamptz,
  primary key (site_id, id),
  unique (site_id, credential_id),
  foreign key (site_id, person_id) references accounts.person
);
create index passkey_person on accounts.passkey (site_id, person_id);

-- What a device must sign: given once, taken once, within minutes.
create table accounts.challenge (
  site_id integer not null references platform.site,
  hash text not null,
  purpose text not null check (purpose in ('sign-in', 'elevation', 'enrolment')),
  person_id uuid,
  expires_at timestamptz not null,
  primary key (site_id, hash)
);
create index challenge_expired on accounts.challenge (expires_at);

alter table accounts.passkey enable row level security;
alter table accounts.passkey force row level security;
alter table accounts.challenge enable row level security;
alter table accounts.challenge force row level security;
create policy functions on accounts.passkey to current_user using (true) with check (true);
create policy functions on accounts.challenge to current_user using (true) with check (true);
create policy reach on accounts.passkey to :app using (accounts.is_in_reach(site_id, person_id));
create policy anyone on accounts.challenge for insert to :app with check (true);

grant select (site_id, id, person_id, credential_id, transports, name, made_at, last_used_at), insert, delete
  on accounts.passkey to :app;
grant insert on accounts.challenge to :app;

-- Who wants to sign in is known by the key alone.
create function accounts.find_passkey(site integer, given_credential text)
returns table (
  id uuid, person_id uuid, login text, organisation_id uuid, disabled_at timestamptz,
  public_key bytea, rp_id text, counter bigint, transports text[]
)
language sql stable security definer set search_path = pg_catalog as $$
  select passkey.id, person.id, person.login, person.organisation_id, person.disabled_at,
    passkey.public_key, passkey.rp_id, passkey.counter, passkey.transports
  from accounts.passkey
  join accounts.person on person.site_id = passkey.site_id and person.id = passkey.person_id
  where passkey.site_id = site and passkey.credential_id = given_credential;
$$;

-- False for a counter that did not move on: somebody has a copy of the key (WebAuthn §6.1.1).
create function accounts.use_passkey(site integer, given_passkey uuid, given_counter bigint, used_at timestamptz)
returns boolean language sql security definer set search_path = pg_catalog as $$
  with used as (
    update accounts.passkey set counter = given_counter, last_used_at = used_at
    where site_id = site and id = given_passkey and (given_counter > counter or (given_counter = 0 and counter = 0))
    returning 1
  )
  select exists (select from used);
$$;

create function accounts.take_challenge(site integer, given_hash text, given_purpose text, taken_at timestamptz)
returns table (person_id uuid)
language sql security definer set search_path = pg_catalog as $$
  with over as (
    delete from accounts.challenge where expires_at < taken_at and hash <> given_hash
  )
  delete from accounts.challenge
  where site_id = site and hash = given_hash and purpose = given_purpose and expires_at >= taken_at
  returning challenge.person_id;
$$;

revoke all on function accounts.find_passkey(integer, text) from public;
revoke all on function accounts.use_passkey(integer, uuid, bigint, timestamptz) from public;
revoke all on function accounts.take_challenge(integer, text, text, timestamptz) from public;
grant execute on function accounts.find_passkey(integer, text) to :app;
grant execute on function accounts.use_passkey(integer, uuid, bigint, timestamptz) to :app;
grant execute on function accounts.take_challenge(integer, text, text, timestamptz) to :app;

-- Tries with a name that nobody bears belong to no organisation: whoever keeps accounts anywhere sees them.
create policy of_nobody on accounts.attempt for select to :app
  using (person_id is null and site_id::text = current_setting('app.site', true)
    and nullif(current_setting('app.unit', true), '') is not null);
