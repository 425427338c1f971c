-- What imported texts say they end (《…》同时废止), kept so that a law which arrives after the text that ended it is
-- known to be repealed.
create table publications.import_repeal (
  site_id integer not null references platform.site,
  -- The place whose laws it can end, empty for the nation, and the bare title.
  place text not null,
  title text not null,
  repealed_on date not null,
  by_key text not null,
  primary key (site_id, place, title, by_key)
);
grant select, insert on publications.import_repeal to :app;
