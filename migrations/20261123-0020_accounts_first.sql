-- Who works at the desk, how they prove who they are, and what they may do where.
-- A leak would hurt here: row-level security with FORCE, secrets in columns that the application cannot select, and
-- narrow functions for what it must know before anybody is signed in.

create schema accounts;
grant usage on schema accounts to :app;

create table accounts.role (
  site_id integer not null references platform.site,
  name text not null check (name ~ '^[a-z]+(-[a-z]+)*$'),
  permissions text[] not null,
  sort_order integer not null,
  primary key (site_id, name),
  -- An operator may change what a role holds, but not so that one role unites what four persons must share.
  constraint role_powers_stay_apart check (
    case name
      when 'administrator' then not permissions && array['account.grant', 'record.read', 'publication.release']
      when 'security-officer' then not permissions && array['account.manage', 'record.read', 'publication.release']
      when 'auditor' then not permissions && array['account.manage', 'account.grant', 'publication.release']
      when 'publisher' then not permissions && array['account.manage', 'account.grant', 'record.read']
      else not permissions && array['account.manage', 'account.grant', 'record.read', 'publication.release']
    end
  )
);
grant select, insert, update on accounts.role to :app;

create table accounts.person (
  site_id integer not null references platform.site,
  id uuid not null,
  login text not null check (login = lower(login) and char_length(login) between 3 and 100),
  name text not null check (name <> ''),
  post text not null,
  organisation_id uuid not null,
  email text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (site_id, id),
  unique (site_id, login),
  foreign key (site_id, organisation_id) references organisations.organisation
);
create index person_organisation on accounts.person (site_id, organisation_id);

create table accounts.credential (
  site_id integer not null,
  person_id uuid not null,
  phc text not null check (phc like '$argon2id$%'),
  set_at timestamptz not null,
  primary key (site_id, person_id),
  foreign key (site_id, person_id) references accounts.person
);

create table accounts.second_factor (
  site_id integer not null,
  person_id uuid not null,
  -- Sealed under the master key. `pending` waits for its first right code.
  secret text,
  pending text,
  -- RFC 6238 §5.2: a code is accepted once, so the last accepted time step is kept.
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  -- A lost phone: an administrator asks, the security officer confirms. Nobody resets alone.
  reset_asked_at timestamptz,
  reset_asked_by text,
  primary key (site_id, person_id),
  foreign key (site_id, person_id) references accounts.person,
  check ((secret is null) = (confirmed_at is null)),
  check ((reset_asked_at is null) = (reset_asked_by is null))
);

create table accounts.recovery_code (
  site_id integer not null,
  person_id uuid not null,
  hash text not null,
  used_at timestamptz,
  primary key (site_id, person_id, hash),
  foreign key (site_id, person_id) references accounts.person
);

create table accounts.invitation (
  site_id integer not null,
  person_id uuid not null,
  code_hash text not null,
  expires_at timestamptz not null,
  made_by text not null,
  primary key (site_id, person_id),
  foreign key (site_id, person_id) references accounts.person
);

create table accounts.session (
  site_id integer not null,
  id uuid not null,
  person_id uuid not null,
  token_hash text not null unique,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  elevated_until timestamptz,
  ended_at timestamptz,
  ip text not null,
  agent text not null,
  primary key (site_id, id),
  foreign key (site_id, person_id) references accounts.person
);
create index session_person on accounts.session (site_id, person_id) where ended_at is null;

-- Every try to prove who one is. `login` is a keyed hash where nobody bears it: people type passwords there.
create table accounts.attempt (
  site_id integer not null references platform.site,
  id uuid not null,
  at timestamptz not null,
  purpose text not null check (purpose in ('sign-in', 'elevation', 'password', 'invitation')),
  login text not null,
  person_id uuid,
  ip text not null,
  ip_prefix text not null,
  agent text not null,
  outcome text not null
    check (outcome in ('begun', 'right', 'wrong', 'wrong-code', 'used-code', 'disabled', 'locked')),
  primary key (site_id, id),
  foreign key (site_id, person_id) references accounts.person
);
create index attempt_login on accounts.attempt (site_id, login, ip_prefix, at);
create index attempt_prefix on accounts.attempt (site_id, ip_prefix, at);
create index attempt_person on accounts.attempt (site_id, person_id, id);

create table accounts.role_grant (
  site_id integer not null,
  id uuid not null,
  person_id uuid not null,
  role text not null,
  -- The role holds here and in everything below.
  organisation_id uuid not null,
  granted_at timestamptz not null,
  granted_by text not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  primary key (site_id, id),
  foreign key (site_id, person_id) references accounts.person,
  foreign key (site_id, role) references accounts.role,
  foreign key (site_id, organisation_id) references organisations.organisation,
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
-- GB/T 22239-2019 §8.1.4: system, security and audit administration apart; and none of them publishes.
create unique index role_grant_four_never_united on accounts.role_grant (site_id, person_id)
  where withdrawn_at is null and role in ('administrator', 'security-officer', 'auditor', 'publisher');
create unique index role_grant_once on accounts.role_grant (site_id, person_id, role, organisation_id)
  where withdrawn_at is null;

-- Names of colleagues, for everyone at the desk; log-in names and addresses stay behind the policies.
create view accounts.colleague as select site_id, id, name, post, organisation_id from accounts.person;
grant select on accounts.colleague to :app;

-- The scope that a transaction has set: the site, and organisations joined by commas, or `*`.
create function accounts.in_scope(site integer, organisation uuid) returns boolean
language sql stable set search_path = pg_catalog as $$
  select site::text = current_setting('app.site', true) and coalesce(
    nullif(current_setting('app.unit', true), '') = '*'
      or organisation::text = any (string_to_array(nullif(current_setting('app.unit', true), ''), ',')),
    false
  );
$$;

-- `app.person` is set by the commands that a person performs on their own account.
create function accounts.is_in_reach(site integer, person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select site::text = current_setting('app.site', true) and (
    person::text = nullif(current_setting('app.person', true), '')
    or nullif(current_setting('app.unit', true), '') = '*'
    or exists (
      select from accounts.person as known
      where known.site_id = site and known.id = person and accounts.in_scope(site, known.organisation_id)
    )
  );
$$;

alter table accounts.person enable row level security;
alter table accounts.person force row level security;
alter table accounts.credential enable row level security;
alter table accounts.credential force row level security;
alter table accounts.second_factor enable row level security;
alter table accounts.second_factor force row level security;
alter table accounts.recovery_code enable row level security;
alter table accounts.recovery_code force row level security;
alter table accounts.invitation enable row level security;
alter table accounts.invitation force row level security;
alter table accounts.session enable row level security;
alter table accounts.session force row level security;
alter table accounts.attempt enable row level security;
alter table accounts.attempt force row level security;
alter table accounts.role_grant enable row level security;
alter table accounts.role_grant force row level security;

-- The functions below run as the owner, who is no superuser everywhere: FORCE holds for it too.
create policy functions on accounts.person to current_user using (true) with check (true);
create policy functions on accounts.credential to current_user using (true) with check (true);
create policy functions on accounts.second_factor to current_user using (true) with check (true);
create policy functions on accounts.recovery_code to current_user using (true) with check (true);
create policy functions on accounts.invitation to current_user using (true) with check (true);
create policy functions on accounts.session to current_user using (true) with check (true);
create policy functions on accounts.attempt to current_user using (true) with check (true);
create policy functions on accounts.role_grant to current_user using (true) with check (true);

create policy reach on accounts.person to :app
  using (accounts.in_scope(site_id, organisation_id) or accounts.is_in_reach(site_id, id))
  with check (accounts.in_scope(site_id, organisation_id));
create policy reach on accounts.credential to :app using (accounts.is_in_reach(site_id, person_id));
create policy reach on accounts.second_factor to :app using (accounts.is_in_reach(site_id, person_id));
create policy reach on accounts.recovery_code to :app using (accounts.is_in_reach(site_id, person_id));
create policy reach on accounts.invitation to :app using (accounts.is_in_reach(site_id, person_id));
create policy reach on accounts.session to :app using (accounts.is_in_reach(site_id, person_id));
create policy reach on accounts.role_grant to :app
  using (accounts.in_scope(site_id, organisation_id) or accounts.is_in_reach(site_id, person_id))
  with check (accounts.in_scope(site_id, organisation_id));
create policy reach on accounts.attempt for select to :app using (accounts.is_in_reach(site_id, person_id));
create policy anyone on accounts.attempt for insert to :app with check (true);

grant select, insert on accounts.person to :app;
grant update (name, post, organisation_id, email, disabled_at) on accounts.person to :app;
grant select (site_id, person_id, set_at), insert, update (phc, set_at) on accounts.credential to :app;
grant select (site_id, person_id, last_step, confirmed_at, reset_asked_at, reset_asked_by), insert, update
  on accounts.second_factor to :app;
grant select (site_id, person_id, used_at), insert, delete on accounts.recovery_code to :app;
grant select (site_id, person_id, expires_at), insert, update, delete on accounts.invitation to :app;
grant select (site_id, id, person_id, started_at, last_seen_at, elevated_until, ended_at, ip, agent), insert,
  update (token_hash, elevated_until, ended_at) on accounts.session to :app;
grant select, insert on accounts.attempt to :app;
grant select, insert, update (withdrawn_at, withdrawn_by) on accounts.role_grant to :app;

-- What the door must know of a person; never granted itself.
create view accounts.secrets as
select
  person.site_id, person.id as person_id, person.login, person.name, person.organisation_id, person.disabled_at,
  credential.phc, factor.secret, factor.pending, coalesce(factor.last_step, 0) as last_step,
  invitation.code_hash as invitation_hash, invitation.expires_at as invitation_expires_at
from accounts.person
left join accounts.credential on credential.site_id = person.site_id and credential.person_id = person.id
left join accounts.second_factor as factor on factor.site_id = person.site_id and factor.person_id = person.id
left join accounts.invitation on invitation.site_id = person.site_id and invitation.person_id = person.id;

create function accounts.find_for_sign_in(site integer, given_login text) returns setof accounts.secrets
language sql stable security definer set search_path = pg_catalog as $$
  select * from accounts.secrets where site_id = site and login = given_login;
$$;

create function accounts.find_secrets(site integer, person uuid) returns setof accounts.secrets
language sql stable security definer set search_path = pg_catalog as $$
  select * from accounts.secrets where site_id = site and person_id = person;
$$;

-- Failures of this account from this network since the last success, and of this network with any account.
create function accounts.count_failures(site integer, given_login text, prefix text, since timestamptz)
returns table (by_account integer, by_prefix integer, oldest_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  with recent as (
    select login, at, outcome in ('begun', 'wrong', 'wrong-code', 'used-code', 'disabled') as is_failure, outcome
    from accounts.attempt where site_id = site and ip_prefix = prefix and at > since
  ), last_right as (
    select max(at) as at from recent where login = given_login and outcome = 'right'
  ), own as (
    select recent.at from recent, last_right
    where recent.login = given_login and recent.is_failure and (last_right.at is null or recent.at > last_right.at)
  )
  select
    (select count(*) from own)::integer,
    (select count(*) from recent where is_failure)::integer,
    (select min(at) from own);
$$;

-- Only an attempt that is still open can be concluded: its outcome is never rewritten.
create function accounts.conclude_attempt(site integer, given_attempt uuid, given_outcome text) returns void
language sql security definer set search_path = pg_catalog as $$
  update accounts.attempt set outcome = given_outcome where site_id = site and id = given_attempt and outcome = 'begun';
$$;

create function accounts.use_recovery_code(site integer, person uuid, given_hash text, given_at timestamptz)
returns boolean language sql security definer set search_path = pg_catalog as $$
  with used as (
    update accounts.recovery_code set used_at = given_at
    where site_id = site and person_id = person and hash = given_hash and used_at is null
    returning 1
  )
  select exists (select from used);
$$;

-- A session, its person, and each grant with the organisations that it reaches.
create function accounts.find_session(site integer, given_hash text)
returns table (
  id uuid, person_id uuid, name text, organisation_id uuid, organisation text,
  started_at timestamptz, last_seen_at timestamptz, elevated_until timestamptz, grants jsonb
)
language sql stable security definer set search_path = pg_catalog as $$
  select
    session.id, person.id, person.name, person.organisation_id, own.short_name,
    session.started_at, session.last_seen_at, session.elevated_until,
    coalesce((
      select jsonb_agg(jsonb_build_object(
        'permissions', role.permissions,
        'organisations', array(
          select below.id from organisations.organisation as below
          where below.site_id = site and below.path @> array[held.organisation_id]
        )
      ))
      from accounts.role_grant as held
      join accounts.role on role.site_id = held.site_id and role.name = held.role
      where held.site_id = site and held.person_id = person.id and held.withdrawn_at is null
    ), '[]')
  from accounts.session
  join accounts.person on person.site_id = session.site_id and person.id = session.person_id
  join organisations.organisation as own on own.site_id = person.site_id and own.id = person.organisation_id
  where session.site_id = site and session.token_hash = given_hash
    and session.ended_at is null and person.disabled_at is null;
$$;

create function accounts.touch_session(site integer, given_session uuid, seen_at timestamptz) returns void
language sql security definer set search_path = pg_catalog as $$
  update accounts.session set last_seen_at = seen_at
  where site_id = site and id = given_session and ended_at is null and last_seen_at < seen_at;
$$;

revoke all on all functions in schema accounts from public;
grant execute on all functions in schema accounts to :app;
