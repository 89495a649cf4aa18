-- Layout 1. ${metadata}, ${history}, ${steps} are the quoted, qualified names; ${history_index} and ${steps_index} are quoted names.
create table ${metadata} (
  component text primary key,
  schema_version text not null check (schema_version ~ '^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$'),
  compatible_from text not null check (compatible_from ~ '^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$'),
  initialised_version text not null check (initialised_version ~ '^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$'),
  layout_version integer not null,
  revision bigint not null default 1,
  updated_at timestamptz not null default clock_timestamp(),
  updated_by text not null default session_user
);
comment on table ${metadata} is 'Which version of the application this schema belongs to: one row per component. Written by the upgrader library only.';
comment on column ${metadata}.component is 'The host application (application) or a library with a version line of its own.';
comment on column ${metadata}.schema_version is 'The application version that the schema was brought to.';
comment on column ${metadata}.compatible_from is 'The oldest application version that may run on this schema.';
comment on column ${metadata}.initialised_version is 'The version at which recording began: no upgrade at or below it ever runs.';
comment on column ${metadata}.layout_version is 'The layout of the library''s own tables.';
comment on column ${metadata}.revision is 'Counts the changes of this row; every stamp compares and sets it.';
comment on column ${metadata}.updated_at is 'When the row was last changed, by the clock of the server.';
comment on column ${metadata}.updated_by is 'The database user who changed it last.';

create table ${history} (
  id bigint generated always as identity primary key,
  component text not null,
  action text not null check (action in ('initialise', 'stamp', 'upgrade', 'start', 'sub-step', 'rollback', 'revert', 'mark')),
  outcome text not null check (outcome in ('SUCCESS', 'FAILURE')),
  from_version text,
  to_version text,
  step_version text,
  sub_step text,
  description text not null default '',
  compatible_from_before text,
  compatible_from_after text,
  skipped_conditions text[] not null default '{}',
  started_at timestamptz not null,
  ended_at timestamptz not null default clock_timestamp(),
  host text not null,
  database_user text not null default session_user,
  application_name text not null default current_setting('application_name'),
  application_version text not null,
  library_version text not null,
  statements jsonb not null default '[]',
  statements_run bigint not null default 0,
  statements_omitted bigint not null default 0,
  error text
);
comment on table ${history} is 'What the upgrader library did, in order; rows are only ever added.';
comment on column ${history}.id is 'The order of the rows.';
comment on column ${history}.component is 'Whose version line it is.';
comment on column ${history}.action is 'initialise, stamp (version without an upgrade), upgrade, start and sub-step (of an ONLINE upgrade), rollback, revert (of a sub-step), mark (a person said done or not done).';
comment on column ${history}.outcome is 'SUCCESS or FAILURE. A failed action changed nothing but this row.';
comment on column ${history}.from_version is 'The recorded version before; null before the first record.';
comment on column ${history}.to_version is 'The recorded version after.';
comment on column ${history}.step_version is 'The version of the upgrade or rollback that ran.';
comment on column ${history}.sub_step is 'The name of the sub-step, where it is about one.';
comment on column ${history}.description is 'What the author of the upgrade wrote about it.';
comment on column ${history}.compatible_from_before is 'compatible_from before; a rollback returns to it.';
comment on column ${history}.compatible_from_after is 'compatible_from after.';
comment on column ${history}.skipped_conditions is 'The conditions that were skipped because somebody asked for it.';
comment on column ${history}.started_at is 'When its transaction, or where there is none its work, began, by the clock of the server.';
comment on column ${history}.ended_at is 'When this row was written, by the clock of the server.';
comment on column ${history}.host is 'The host on which the application ran.';
comment on column ${history}.database_user is 'The database user of the session.';
comment on column ${history}.application_name is 'The application_name of the session.';
comment on column ${history}.application_version is 'The version of the application that did it.';
comment on column ${history}.library_version is 'The version of the upgrader library.';
comment on column ${history}.statements is 'The SQL statements of the step: sql, times, rows, ms. Equal neighbours are one entry; secrets and parameters are left out.';
comment on column ${history}.statements_run is 'How many statements ran, the omitted ones too.';
comment on column ${history}.statements_omitted is 'How many of them are not listed for lack of room.';
comment on column ${history}.error is 'What went wrong, shortened.';
create index ${history_index} on ${history} (component, id) include (action, step_version)
  where outcome = 'SUCCESS' and action in ('initialise', 'upgrade', 'rollback');

create table ${steps} (
  component text not null,
  step_version text not null,
  direction text not null check (direction in ('UPGRADE', 'ROLLBACK')),
  position integer not null,
  sub_step text not null,
  kind text not null,
  checksum text not null,
  state text not null check (state in ('STARTED', 'DONE', 'NOT_DONE')),
  closed boolean not null default false,
  compatible_from_before text not null,
  kept jsonb,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (component, step_version, direction, sub_step)
);
comment on table ${steps} is 'The sub-steps of ONLINE upgrades and rollbacks: where an interrupted one goes on.';
comment on column ${steps}.component is 'Whose version line it is.';
comment on column ${steps}.step_version is 'The version of the upgrade.';
comment on column ${steps}.direction is 'UPGRADE, or ROLLBACK for the sub-steps of an ONLINE rollback.';
comment on column ${steps}.position is 'The place among the sub-steps of the upgrade, from 1.';
comment on column ${steps}.sub_step is 'The name of the sub-step.';
comment on column ${steps}.kind is 'TRANSACTION (commits with this record), REPEATABLE (repairs what an interruption left) or OUTSIDE_TRANSACTION (needs a decision when interrupted).';
comment on column ${steps}.checksum is 'A digest of the declaration; a finished sub-step must not change.';
comment on column ${steps}.state is 'STARTED, DONE, or NOT_DONE where a person said so.';
comment on column ${steps}.closed is 'True once the whole upgrade is recorded: nothing is unfinished.';
comment on column ${steps}.compatible_from_before is 'compatible_from before the upgrade began; reverting it returns to that.';
comment on column ${steps}.kept is 'The statements that make again what the sub-step took away, for its revert; null where it needs none.';
comment on column ${steps}.started_at is 'When it began, by the clock of the server.';
comment on column ${steps}.ended_at is 'When it was done, by the clock of the server.';
create index ${steps_index} on ${steps} (component, step_version) where not closed;
