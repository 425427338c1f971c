-- Who leads and how to reach each office, as lists of the organisation itself; and what an organisation was before.
alter table organisations.organisation
  add column leaders jsonb not null default '[]',
  add column contacts jsonb not null default '[]',
  add column email text not null default '',
  add column postcode text not null default '',
  -- The decision by which it was closed, and where readers are sent from its page, if anywhere.
  add column closing_basis text not null default '',
  add column redirects_to uuid,
  add check (redirects_to is null or closed_on is not null),
  add foreign key (site_id, redirects_to) references organisations.organisation;

create table organisations.former_name (
  site_id integer not null,
  id uuid not null,
  organisation_id uuid not null,
  name text not null check (name <> ''),
  until date not null,
  basis text not null,
  primary key (site_id, id),
  foreign key (site_id, organisation_id) references organisations.organisation
);
create index former_name_of on organisations.former_name (site_id, organisation_id, until desc);
grant select, insert on organisations.former_name to :app;

-- What a closed organisation did is done by others now; none where its task ended with it.
create table organisations.succession (
  site_id integer not null,
  organisation_id uuid not null,
  successor_id uuid not null,
  primary key (site_id, organisation_id, successor_id),
  foreign key (site_id, organisation_id) references organisations.organisation,
  foreign key (site_id, successor_id) references organisations.organisation,
  check (organisation_id <> successor_id)
);
create index succession_to on organisations.succession (site_id, successor_id);
grant select, insert, delete on organisations.succession to :app;
