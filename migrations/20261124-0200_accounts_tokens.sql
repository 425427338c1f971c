-- Programs that draft or publish for an organisation. A token is given by the security officer, for a time.
create table accounts.token (
  site_id integer not null references platform.site,
  id uuid not null,
  name text not null check (name <> ''),
  -- It acts here and in everything below, as a role would.
  organisation_id uuid not null,
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['draft', 'publish']),
  token_hash text not null unique,
  made_at timestamptz not null,
  made_by text not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  primary key (site_id, id),
  foreign key (site_id, organisation_id) references organisations.organisation,
  check (expires_at > made_at),
  check ((ended_at is null) = (ended_by is null))
);

alter table accounts.token enable row level security;
alter table accounts.token force row level security;
create policy functions on accounts.token to current_user using (true) with check (true);
create policy reach on accounts.token to :app
  using (accounts.in_scope(site_id, organisation_id))
  with check (accounts.in_scope(site_id, organisation_id));
grant select (site_id, id, name, organisation_id, scopes, made_at, made_by, expires_at, last_used_at, ended_at, ended_by),
  insert, update (ended_at, ended_by) on accounts.token to :app;

-- Who wrote a text may be a program: it has a name beside those of colleagues.
create or replace view accounts.colleague as
  select site_id, id, name, post, organisation_id from accounts.person
  union all
  select site_id, id, name, '' as post, organisation_id from accounts.token;

create function accounts.find_token(site integer, given_hash text)
returns table (id uuid, name text, scopes text[], expires_at timestamptz, last_used_at timestamptz, organisations uuid[])
language sql stable security definer set search_path = pg_catalog as $$
  select token.id, token.name, token.scopes, token.expires_at, token.last_used_at, array(
    select below.id from organisations.organisation as below
    where below.site_id = site and below.path @> array[token.organisation_id]
  )
  from accounts.token
  where token.site_id = site and token.token_hash = given_hash and token.ended_at is null;
$$;

create function accounts.touch_token(site integer, given_token uuid, used_at timestamptz) returns void
language sql security definer set search_path = pg_catalog as $$
  update accounts.token set last_used_at = used_at
  where site_id = site and id = given_token and (last_used_at is null or last_used_at < used_at);
$$;

revoke all on function accounts.find_token(integer, text) from public;
revoke all on function accounts.touch_token(integer, uuid, timestamptz) from public;
grant execute on function accounts.find_token(integer, text) to :app;
grant execute on function accounts.touch_token(integer, uuid, timestamptz) to :app;
