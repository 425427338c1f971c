-- The search index holds public text only and can be built anew from the modules at any time.

create schema search;
grant usage on schema search to :app;

-- What a search reads of every hit, as narrow as it can be: 30,000 hits must not mean 10,000 pages.
create table search.document (
  site_id integer not null references platform.site,
  id uuid not null,
  published_at timestamptz not null,
  organisation_id uuid not null,
  year integer not null,
  current boolean not null,
  kind text not null,
  validity text,
  columns text[] not null,
  -- The number as it is compared: 〔〕 whatever was typed, no leading zero.
  number_key text,
  title_tokens tsvector not null,
  -- Title A, number and publisher B, body D.
  tokens tsvector not null,
  -- In the same row so that it passes 2 KB: only then does PostgreSQL keep text and tokens out of line.
  body text not null,
  primary key (site_id, id)
) with (toast_tuple_target = 128);

alter table search.document alter column columns set storage plain, alter column number_key set storage plain;
-- Ranking reads hundreds of these for a page.
alter table search.document alter column tokens set storage external;
-- Without the frequencies of many words the planner's estimate is worth little, and the engine decides by it.
alter table search.document alter column tokens set statistics 1000, alter column title_tokens set statistics 1000;

-- No pending list: a query would have to read it through, and a text is found right after its commit.
create index document_tokens on search.document using gin (tokens) with (fastupdate = off);
create index document_title_tokens on search.document using gin (title_tokens) with (fastupdate = off);
create index document_newest on search.document (site_id, published_at desc, id desc);
create index document_of_organisation on search.document (site_id, organisation_id, published_at desc);
create index document_number on search.document (site_id, number_key) where number_key is not null;
grant select, insert, update, delete on search.document to :app;

-- What a page shows of the hits it lists, and where they were read from.
create table search.card (
  site_id integer not null,
  id uuid not null,
  -- The feed (`searchable.kind`) and the thing that the row was read from: both rows of a law with two versions share it.
  source text not null,
  subject uuid not null,
  indexed_at timestamptz not null,
  address text not null,
  title text not null,
  document_number text,
  publisher text not null,
  dated_on date,
  primary key (site_id, id),
  foreign key (site_id, id) references search.document on delete cascade
);
create index card_of_subject on search.card (site_id, source, subject);
create index card_title_near on search.card using gin (title gin_trgm_ops) with (fastupdate = off);
grant select, insert, update, delete on search.card to :app;

-- After the index was built anew the planner must know its words; only the owner may have them counted.
create function search.refresh_statistics() returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  analyze search.document;
end;
$$;
revoke all on function search.refresh_statistics() from public;
grant execute on function search.refresh_statistics() to :app;
