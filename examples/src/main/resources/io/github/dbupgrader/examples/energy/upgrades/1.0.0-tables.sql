create table generic_device (
    id integer primary key,
    name text not null unique
);
insert into generic_device values
    (1, 'Fossil Fuels'), (2, 'Nuclear Energy'), (3, 'Renewables'), (4, 'milking parlour'), (5, 'water meter');

create table ingest_file (
    file_id uuid primary key default gen_random_uuid(),
    name text not null unique
);
insert into ingest_file (name) values ('iowa-electricity.csv'), ('seattle-weather.csv');

create table fact_energy_hourly (
    device_id integer not null references generic_device(id),
    ts timestamp not null,
    energy_kwh float not null constraint energy_not_negative check (energy_kwh >= 0),
    source_file uuid references ingest_file(file_id),
    primary key (device_id, ts)
);
create index idx_fact_energy_hourly_ts on fact_energy_hourly(ts);
comment on column fact_energy_hourly.energy_kwh is 'Energy of the hour that begins at ts, in kWh';

create table dairy_production (
    device_id integer not null references generic_device(id),
    day date not null,
    milk_litres numeric(8,2) not null,
    source_file uuid references ingest_file(file_id),
    primary key (device_id, day)
);

-- the files as they are; what is made of them is in 1.0.0-history.sql
create temporary table iowa (year date, source text, net_generation integer) on commit drop;
create temporary table seattle (
    day date, precipitation numeric, temp_max numeric, temp_min numeric, wind numeric, weather text
) on commit drop;
