create schema sites;
grant usage on schema sites to :app;

-- What was changed of the identity facts of a site: only the fields that changed, as they were and as they became.
create table sites.amendment (
  site_id integer not null references platform.site,
  id uuid not null,
  at timestamptz not null,
  by text not null,
  before jsonb not null,
  after jsonb not null,
  primary key (site_id, id)
);
grant select, insert on sites.amendment to :app;

-- The rights that came with this, for installations whose roles stand already.
update accounts.role set permissions = permissions || array['site.edit']
  where name = 'administrator' and not permissions && array['site.edit'];
update accounts.role set permissions = permissions || array['publication.share']
  where name in ('disclosure-officer', 'administrator') and not permissions && array['publication.share'];
