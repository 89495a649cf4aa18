-- Layout 1, transitions. ${transitions} is the quoted, qualified name.
create table ${transitions} (
  component text not null,
  table_name text not null,
  old_column text not null,
  new_column text not null,
  kind text not null check (kind in ('RENAME', 'TYPE')),
  state text not null check (state in ('EXPANDED', 'SYNCED', 'CONTRACTED')),
  conflict_policy text not null check (conflict_policy in ('NEW_WINS', 'OLD_WINS', 'RAISE')),
  trigger_name text not null,
  function_name text not null,
  difference text not null,
  volatile_default text,
  not_copied text[] not null default '{}',
  expanded_at timestamptz not null default clock_timestamp(),
  synced_at timestamptz,
  contracted_at timestamptz,
  primary key (component, table_name, old_column, new_column)
);
comment on table ${transitions} is 'Renames of columns and changes of their types, from expand to contract: for so long both columns are there, and a trigger keeps them in step.';
comment on column ${transitions}.component is 'Whose change it is.';
comment on column ${transitions}.table_name is 'The table, quoted and with its schema.';
comment on column ${transitions}.old_column is 'The column that contract drops.';
comment on column ${transitions}.new_column is 'The column that stays; contract gives it the old name where only the type changes.';
comment on column ${transitions}.kind is 'RENAME or TYPE.';
comment on column ${transitions}.state is 'EXPANDED (the rows are being filled: use the old column only), SYNCED (both can be used) or CONTRACTED (the old column is gone).';
comment on column ${transitions}.conflict_policy is 'Which column is right when one statement gives both different values: NEW_WINS, OLD_WINS, or RAISE (the statement fails).';
comment on column ${transitions}.trigger_name is 'The trigger that keeps them in step.';
comment on column ${transitions}.function_name is 'Its function, quoted and with its schema.';
comment on column ${transitions}.difference is 'True of a row whose columns contradict each other, as SQL: select * from the table where this holds.';
comment on column ${transitions}.volatile_default is 'The default of the old column that the new one gets at contract, because it gives another value each time; null where there is none.';
comment on column ${transitions}.not_copied is 'What names the old column and was not made for the new one by itself; contract waits until it is gone.';
comment on column ${transitions}.expanded_at is 'When the second column came, by the clock of the server.';
comment on column ${transitions}.synced_at is 'When all rows were filled and compared.';
comment on column ${transitions}.contracted_at is 'When the old column was dropped.';
