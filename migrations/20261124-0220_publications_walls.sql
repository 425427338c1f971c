-- Why a finding was let pass is said among those who work on the text: as much behind a policy as their reviews.
alter table publications.finding_decision enable row level security;
alter table publications.finding_decision force row level security;
create policy finding_decision_read on publications.finding_decision for select using (exists (
  select from publications.revision r where r.site_id = finding_decision.site_id and r.id = finding_decision.revision_id
    and publications.in_scope(r.organisation_id)));
create policy finding_decision_insert on publications.finding_decision for insert with check (exists (
  select from publications.revision r where r.site_id = finding_decision.site_id and r.id = finding_decision.revision_id
    and publications.in_scope(r.organisation_id)));
-- The application has no right to delete: this opens the way for the owner's job that erases a text.
create policy finding_decision_erase on publications.finding_decision for delete using (exists (
  select from publications.revision r where r.site_id = finding_decision.site_id and r.id = finding_decision.revision_id
    and publications.in_scope(r.organisation_id)));

-- A scope belongs to a site: organisations may bear the same id on two sites of one city, and `*` means all of one
-- site. Without a site set nothing but what is public anyway is in reach.
do $$
declare
  guarded text;
begin
  for guarded in
    select format('%I.%I', n.nspname, k.relname)
    from pg_class k join pg_namespace n on n.oid = k.relnamespace
    where k.relkind = 'r' and k.relrowsecurity and n.nspname in ('publications', 'portal', 'notifications')
      and k.relname not in ('revision', 'part', 'file')
  loop
    execute format(
      'create policy own_site on %s as restrictive
       using (coalesce(nullif(current_setting(''app.site'', true), ''''), site_id::text) = site_id::text)',
      guarded);
  end loop;
end
$$;
-- A text that was released may stand on other sites by reference; its parts and files are as public as it is.
create policy own_site on publications.revision as restrictive
  using (coalesce(nullif(current_setting('app.site', true), ''), site_id::text) = site_id::text
    or state in ('published', 'superseded'))
  with check (coalesce(nullif(current_setting('app.site', true), ''), site_id::text) = site_id::text);
create policy own_site on publications.file as restrictive
  using (coalesce(nullif(current_setting('app.site', true), ''), site_id::text) = site_id::text
    or exists (select from publications.part p where p.site_id = file.site_id and p.file_id = file.id))
  with check (coalesce(nullif(current_setting('app.site', true), ''), site_id::text) = site_id::text);
