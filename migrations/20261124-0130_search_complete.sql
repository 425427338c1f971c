-- Names with pinyin, files, words for slips, synonyms, and what was asked. All of it public, or free of persons.

-- What people look for by its name: an agency, a column. Read from what modules contribute as `named`.
create table search.name (
  site_id integer not null references platform.site,
  source text not null,
  subject uuid not null,
  name text not null,
  name_en text not null,
  address text not null,
  -- Of an agency: those above it, from the root down, and itself.
  path uuid[] not null,
  -- The contribution it was read from: equal to what is contributed now, nothing is written.
  fingerprint text not null,
  primary key (site_id, source, subject)
);
create index name_of_address on search.name (site_id, address);
create index name_subtree on search.name using gin (path);
grant select, insert, update, delete on search.name to :app;

-- Every way to type it, folded: whole, short, customary, in pinyin, in initials.
create table search.name_key (
  site_id integer not null,
  source text not null,
  subject uuid not null,
  key text not null,
  -- 0 its own name, 1 a short one, 2 pinyin, 3 initials.
  form smallint not null check (form between 0 and 3),
  primary key (site_id, source, subject, key),
  foreign key (site_id, source, subject) references search.name on delete cascade
);
create index name_key_start on search.name_key (site_id, key text_pattern_ops);
grant select, insert, update, delete on search.name_key to :app;

-- The text of the files of a publication. Beside the document, so that its own rows stay as they are.
create table search.attachment (
  site_id integer not null,
  id uuid not null,
  place integer not null,
  name text not null,
  body text not null,
  primary key (site_id, id, place),
  foreign key (site_id, id) references search.document on delete cascade
);
grant select, insert, update, delete on search.attachment to :app;

create index card_title_start on search.card (site_id, title text_pattern_ops);
create index document_number_start on search.document (site_id, number_key text_pattern_ops) where number_key is not null;

-- The words of all titles and names: whoever mistypes one of them is asked whether they meant it.
create table search.word (
  site_id integer not null references platform.site,
  word text not null,
  documents integer not null,
  pinyin text not null,
  primary key (site_id, word)
);
create index word_sound on search.word (site_id, pinyin);
grant select, insert, update, delete on search.word to :app;

-- Words that mean the same here: whoever types one finds the others too.
create table search.synonym (
  site_id integer not null references platform.site,
  id uuid not null,
  words text[] not null check (cardinality(words) between 2 and 12),
  edited_by text not null,
  edited_at timestamptz not null,
  primary key (site_id, id)
);
grant select, insert, update, delete on search.synonym to :app;

-- What was asked, by day: no person, no address. Texts that look like personal data never reach this table.
create table search.asked (
  site_id integer not null references platform.site,
  day date not null,
  query text not null check (char_length(query) between 1 and 60),
  -- Each address counts once a day; the addresses are forgotten.
  callers integer not null check (callers > 0),
  hits integer not null,
  -- Whether something had all of the words.
  is_found boolean not null,
  primary key (site_id, day, query)
);
create index asked_query on search.asked (site_id, query text_pattern_ops, day);
grant select, insert, update, delete on search.asked to :app;

-- What an editor answers to a question that the index does not: a page for it.
create table search.answer (
  site_id integer not null references platform.site,
  query text not null,
  address text not null check (address ~ '^/[^/\\]'),
  title text not null check (title <> ''),
  edited_by text not null,
  edited_at timestamptz not null,
  primary key (site_id, query)
);
grant select, insert, update, delete on search.answer to :app;

-- The values of the facets among the words: one look-up meets words and filters together.
update search.document set tokens = tokens || array_to_tsvector(
  array['¦publisher=' || organisation_id, '¦kind=' || kind, '¦year=' || year]
  || case when validity is null then array[]::text[] else array['¦validity=' || validity] end
  || (select coalesce(array_agg('¦column=' || slug), array[]::text[]) from unnest(columns) as slug));
