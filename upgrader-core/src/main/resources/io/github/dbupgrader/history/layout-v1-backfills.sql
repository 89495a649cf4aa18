-- Layout 1, backfills. ${backfills}, ${chunks}, ${quarantine}, ${progress} are the quoted, qualified names; ${chunks_index} is a quoted name.
create table ${backfills} (
  component text not null,
  name text not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'RUNNING', 'PAUSED', 'HELD', 'COMPLETED', 'COMPLETED_WITH_QUARANTINE', 'FAILED', 'CANCELLED')),
  reason text,
  state_since timestamptz not null default clock_timestamp(),
  step_version text,
  since_version text,
  definition text not null,
  checksum text not null,
  table_name text,
  key_columns text[],
  upper_bound text[],
  frontier text[],
  carved boolean not null default false,
  pass integer not null default 1,
  rows_estimated bigint not null default 0,
  partitions text[] not null default '{}',
  quarantine_allowed text,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (component, name)
);
comment on table ${backfills} is 'Large data changes in small batches. To pause one: update … set state = ''PAUSED'' where name = … and state in (''PENDING'', ''RUNNING'', ''HELD''); to go on: set it to ''RUNNING''.';
comment on column ${backfills}.component is 'Whose backfill it is.';
comment on column ${backfills}.name is 'Its name, unique within the component.';
comment on column ${backfills}.state is 'PENDING, RUNNING, PAUSED (by a person), HELD (by a throttle), COMPLETED, COMPLETED_WITH_QUARANTINE (some rows could not be done), FAILED or CANCELLED. Workers look at it before each batch.';
comment on column ${backfills}.reason is 'Why it is held, failed, paused or waits to try again.';
comment on column ${backfills}.state_since is 'Since when it has this state, by the clock of the server.';
comment on column ${backfills}.step_version is 'The version of the ONLINE upgrade of which it is a part; null for one in the background.';
comment on column ${backfills}.since_version is 'The version that the schema must have reached before it starts; null for a part of an upgrade.';
comment on column ${backfills}.definition is 'What it does, in words and SQL.';
comment on column ${backfills}.checksum is 'A digest of the definition: an application with another one leaves it alone.';
comment on column ${backfills}.table_name is 'The table whose rows are visited, quoted and with its schema; null before the start.';
comment on column ${backfills}.key_columns is 'The key along which the rows are visited.';
comment on column ${backfills}.upper_bound is 'The largest key at the start of the pass: rows beyond it are the application''s own.';
comment on column ${backfills}.frontier is 'Up to which key the rows are given out in chunks.';
comment on column ${backfills}.carved is 'True once all rows of this pass are given out.';
comment on column ${backfills}.pass is '1 for the work itself; later ones look for rows that moved while it ran.';
comment on column ${backfills}.rows_estimated is 'How many rows the table had at the start, by the statistics of the server; 0 where nobody knows.';
comment on column ${backfills}.partitions is 'The partitions at the start, if the table has any.';
comment on column ${backfills}.quarantine_allowed is 'Why quarantined rows are no obstacle to what comes after; null if they are.';
comment on column ${backfills}.created_at is 'When it was first known here, by the clock of the server.';
comment on column ${backfills}.started_at is 'When its first batch could begin.';
comment on column ${backfills}.ended_at is 'When it was completed, failed or cancelled.';

create table ${chunks} (
  component text not null,
  name text not null,
  chunk integer not null,
  kind text not null check (kind in ('RANGE', 'RETRY', 'FOLLOW_UP')),
  pass integer not null,
  state text not null default 'OPEN' check (state in ('OPEN', 'DONE')),
  after_key text[],
  to_key text[],
  cursor_key text[],
  lease_owner text,
  lease_until timestamptz,
  fence bigint not null default 0,
  rows_done bigint not null default 0,
  rows_changed bigint not null default 0,
  batches bigint not null default 0,
  batch_rows integer not null default 0,
  batch_cost double precision not null default 0,
  batch_caution integer not null default 0,
  rows_per_second double precision not null default 0,
  tries integer not null default 0,
  last_error text,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (component, name, chunk),
  foreign key (component, name) references ${backfills} on delete cascade
);
comment on table ${chunks} is 'The parts of a backfill, each worked on by one worker at a time.';
comment on column ${chunks}.component is 'Whose backfill it is.';
comment on column ${chunks}.name is 'The backfill.';
comment on column ${chunks}.chunk is 'The number of the part, in the order of the keys within a pass.';
comment on column ${chunks}.kind is 'RANGE (of keys), RETRY (rows that changed while they were worked on) or FOLLOW_UP (statistics and indexes at the end).';
comment on column ${chunks}.pass is 'The pass to which it belongs.';
comment on column ${chunks}.state is 'OPEN or DONE.';
comment on column ${chunks}.after_key is 'The key after which the range begins; null for the first row.';
comment on column ${chunks}.to_key is 'The last key of the range.';
comment on column ${chunks}.cursor_key is 'The last key that is done; it moves in the same commit as the data.';
comment on column ${chunks}.lease_owner is 'Who works on it, or did.';
comment on column ${chunks}.lease_until is 'Until when nobody else may take it, by the clock of the server.';
comment on column ${chunks}.fence is 'Counts the takers, from the time of its making times 1,000,000 on: one who was too slow cannot commit any more.';
comment on column ${chunks}.rows_done is 'How many rows were visited.';
comment on column ${chunks}.rows_changed is 'How many rows were changed.';
comment on column ${chunks}.batches is 'How many batches were committed.';
comment on column ${chunks}.batch_rows is 'How many rows the next batch takes.';
comment on column ${chunks}.batch_cost is 'Milliseconds a row, smoothed.';
comment on column ${chunks}.batch_caution is 'How many batches are to grow slowly yet after a time-out.';
comment on column ${chunks}.rows_per_second is 'The speed of the last batches, pauses included.';
comment on column ${chunks}.tries is 'How often the batch in hand failed for reasons that are not its rows''.';
comment on column ${chunks}.last_error is 'The last such failure.';
comment on column ${chunks}.updated_at is 'When it was last worked on, by the clock of the server.';
create index ${chunks_index} on ${chunks} (component, name, chunk) where state = 'OPEN';

create table ${quarantine} (
  component text not null,
  name text not null,
  row_key text[] not null,
  kind text not null check (kind in ('RETRY', 'QUARANTINED')),
  tries integer not null default 0,
  error_class text not null,
  sqlstate text,
  message text not null,
  application_version text not null,
  first_seen_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  primary key (component, name, row_key),
  foreign key (component, name) references ${backfills} on delete cascade
);
comment on table ${quarantine} is 'Rows that a backfill could not do (QUARANTINED), or has to look at again because they changed meanwhile (RETRY).';
comment on column ${quarantine}.component is 'Whose backfill it is.';
comment on column ${quarantine}.name is 'The backfill.';
comment on column ${quarantine}.row_key is 'The key of the row, its columns as text.';
comment on column ${quarantine}.kind is 'RETRY or QUARANTINED.';
comment on column ${quarantine}.tries is 'How often it was tried again.';
comment on column ${quarantine}.error_class is 'What kind of error it was: the exception''s class, or what the library found.';
comment on column ${quarantine}.sqlstate is 'The SQLSTATE, where the database refused the row.';
comment on column ${quarantine}.message is 'What went wrong.';
comment on column ${quarantine}.application_version is 'The version of the application that tried.';
comment on column ${quarantine}.first_seen_at is 'When it went wrong first, by the clock of the server.';
comment on column ${quarantine}.last_seen_at is 'When it went wrong last.';

create view ${progress} as
select b.component, b.name, b.state, b.reason, b.state_since,
  coalesce(c.rows_done, 0) as rows_done,
  greatest(b.rows_estimated, coalesce(c.rows_done, 0)) as rows_estimated,
  case when b.state in ('COMPLETED', 'COMPLETED_WITH_QUARANTINE') then 100.0
    when b.rows_estimated = 0 then null
    else least(99.9, round(100.0 * coalesce(c.rows_done, 0) / b.rows_estimated, 1)) end as percent,
  coalesce(c.rows_changed, 0) as rows_changed,
  round(coalesce(c.rows_per_second, 0)::numeric, 1) as rows_per_second,
  case when b.state = 'RUNNING' and c.rows_per_second > 0
    then make_interval(secs => greatest(0, b.rows_estimated - c.rows_done) / c.rows_per_second) end as remaining,
  coalesce(c.batch_rows, 0) as batch_rows,
  coalesce(c.batches, 0) as batches,
  coalesce(c.workers, 0) as workers,
  coalesce(c.chunks_open, 0) as chunks_open,
  b.pass,
  coalesce(q.quarantined, 0) as quarantined,
  coalesce(q.to_retry, 0) as to_retry,
  c.last_error,
  b.created_at, b.started_at, b.ended_at
from ${backfills} b
left join lateral (
  select sum(k.rows_done) filter (where k.pass = 1 and k.kind = 'RANGE')::bigint as rows_done, sum(k.rows_changed)::bigint as rows_changed,
    sum(k.rows_per_second) filter (where k.live) as rows_per_second,
    max(k.batch_rows) filter (where k.live) as batch_rows,
    sum(k.batches)::bigint as batches,
    count(distinct k.lease_owner) filter (where k.live) as workers,
    count(*) filter (where k.state = 'OPEN') as chunks_open,
    max(k.last_error) filter (where k.state = 'OPEN') as last_error
  from (select *, state = 'OPEN' and lease_until > clock_timestamp() as live from ${chunks}
    where component = b.component and name = b.name) k) c on true
left join lateral (
  select count(*) filter (where kind = 'QUARANTINED') as quarantined, count(*) filter (where kind = 'RETRY') as to_retry
  from ${quarantine} where component = b.component and name = b.name) q on true;
comment on view ${progress} is 'How far the backfills are. Rows are counted when they are committed; percent never reaches 100 before the end.';
