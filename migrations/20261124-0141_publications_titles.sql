-- Titles are alike by their words: blanks, brackets and stops do not tell two documents apart.
create function publications.title_key(title text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog as $$
  select lower(translate(title, E' \u3000\t\n《》〈〉“”‘’"''（）()〔〕[]【】、，,。.：:；;！!？?—-·…', ''));
$$;
grant execute on function publications.title_key(text) to :app;

create index shown_alike on publications.shown using gin (publications.title_key(title) gin_trgm_ops);
