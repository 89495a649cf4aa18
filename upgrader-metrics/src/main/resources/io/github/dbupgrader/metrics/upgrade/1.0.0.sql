-- The tables of the metrics, as they are before metadata has a column of its own.

create type verification_enum as enum ('verified', 'backlogged', 'inReview', 'requested', 'notRequested');
create type data_source_onboarding_status_enum as enum ('notStarted', 'inProgress', 'completed', 'failed');
create type dataset_type_enum as enum ('table', 'view', 'materializedView');

create table data_sources (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  type text not null,
  secret_id uuid not null,
  onboarding_status data_source_onboarding_status_enum not null default 'notStarted',
  onboarding_error text,
  organization_id uuid not null,
  created_by uuid not null,
  updated_by uuid not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  deleted_at timestamptz,
  env varchar not null default 'dev',
  constraint data_sources_name_organization_id_env_key unique (name, organization_id, env)
);
comment on table data_sources is 'Where queries run; credentials are the host''s and stand nowhere here';

create table datasets (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  database_name text not null,
  when_to_use text,
  when_not_to_use text,
  type dataset_type_enum not null,
  definition text not null,
  schema text not null,
  enabled boolean not null default false,
  imported boolean not null default false,
  data_source_id uuid not null references data_sources on delete cascade,
  organization_id uuid not null,
  created_by uuid not null,
  updated_by uuid not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  deleted_at timestamptz,
  model text,
  yml_file text,
  database_identifier text,
  constraint datasets_database_name_data_source_id_key unique (database_name, data_source_id)
);
comment on table datasets is 'What metrics query; the first one of a metric decides where its query runs';

create table metric_files (
  id uuid primary key default gen_random_uuid(),
  name varchar not null,
  file_name varchar not null,
  content jsonb not null,
  verification verification_enum not null default 'notRequested',
  evaluation_obj jsonb,
  evaluation_summary text,
  evaluation_score double precision,
  organization_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp,
  deleted_at timestamptz,
  publicly_accessible boolean not null default false,
  publicly_enabled_by uuid,
  public_expiry_date timestamptz,
  version_history jsonb not null default '{}'
);
create index metric_files_organization_id_idx on metric_files (organization_id);
create index metric_files_created_by_idx on metric_files (created_by);
create index metric_files_deleted_at_idx on metric_files (deleted_at);
comment on table metric_files is 'Metrics: their definitions and all versions of them';
comment on column metric_files.content is 'The definition: title, query, chart';
comment on column metric_files.version_history is 'Version number to {version_number, updated_at, content, data_metadata}';
