-- How much waits, for those who watch: the queue's own tables are behind row-level security and show what jobs are about.
create function platform.queue_state() returns table (task text, waiting bigint, failed bigint, oldest double precision)
language sql stable security definer set search_path = pg_catalog as $$
  select identifier,
    count(*) filter (where run_at <= now() and attempts < max_attempts),
    count(*) filter (where attempts >= max_attempts),
    coalesce(max(extract(epoch from now() - run_at)) filter (where run_at <= now() and attempts < max_attempts), 0)::float8
  from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
  group by identifier;
$$;
revoke all on function platform.queue_state() from public;
grant execute on function platform.queue_state() to :app;
