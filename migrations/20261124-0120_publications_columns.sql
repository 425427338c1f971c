-- Columns as a tree that an editor arranges: four kinds, addresses that lead on for ever, who may publish where.
alter table publications."column" drop constraint column_kind_check;
alter table publications."column"
  add constraint column_kind_check check (kind in ('list', 'page', 'article', 'link')),
  add column publication_id uuid,
  add column link text check (link ~ '^(/|https://)'),
  -- Null: every organisation may publish here; else these, and those below them.
  add column publishers uuid[] check (cardinality(publishers) > 0),
  add column closed_at timestamptz,
  add column closed_into uuid,
  add foreign key (site_id, publication_id) references publications.publication,
  add foreign key (site_id, closed_into) references publications."column",
  add constraint column_article_named check (kind <> 'article' or publication_id is not null),
  add constraint column_link_named check (kind <> 'link' or link is not null),
  add constraint column_closed_into_another check ((closed_at is null) = (closed_into is null) and closed_into <> id);

-- An address once given is never given to another: it leads to its column for ever.
create table publications.column_address (
  site_id integer not null,
  slug text not null,
  column_id uuid not null,
  given_up_at timestamptz not null,
  primary key (site_id, slug),
  foreign key (site_id, column_id) references publications."column"
);
grant select, insert, update on publications.column_address to :app;

create index placement_of_column on publications.placement (site_id, column_id, publication_id);
