-- The name of the site that a text was taken in from.
alter table search.card add column shared_from text;
