-- Who is to be told: asked by jobs about people who are not there.

-- Everybody who holds one of these permissions at this organisation, with which; at any organisation where none is named.
create function accounts.who_may(site integer, wanted text[], organisation uuid)
returns table (person_id uuid, permissions text[])
language sql stable security definer set search_path = pg_catalog as $$
  select person.id, array_agg(distinct held.permission)
  from accounts.role_grant as given
  join accounts.role on role.site_id = given.site_id and role.name = given.role
  join accounts.person on person.site_id = given.site_id and person.id = given.person_id
  cross join lateral unnest(role.permissions) as held (permission)
  where given.site_id = site and given.withdrawn_at is null and person.disabled_at is null
    and held.permission = any (wanted)
    and (organisation is null or exists (
      select from organisations.organisation as here
      where here.site_id = site and here.id = organisation and here.path @> array[given.organisation_id]
    ))
  group by person.id;
$$;
revoke all on function accounts.who_may(integer, text[], uuid) from public;
grant execute on function accounts.who_may(integer, text[], uuid) to :app;

-- Installations that stand already: the administrator looks after the mail too.
update accounts.role set permissions = array_append(permissions, 'mail.oversee')
where name = 'administrator' and not permissions @> array['mail.oversee'];
