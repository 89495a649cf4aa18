create schema wildlife;

create table wildlife.airports (
    iata      text primary key,
    name      text not null,
    city      text not null,
    state     text not null,
    country   text not null,
    latitude  double precision not null,
    longitude double precision not null
);
comment on table wildlife.airports is 'Airports, from airports.csv';

create table wildlife.strikes (
    id            bigint generated always as identity primary key,
    airport_name  text not null,
    aircraft      text not null,
    damage        text not null,
    flown_on      date,
    operator      text not null,
    origin_state  text not null,
    phase         text,
    wildlife_size text not null,
    species       text not null,
    time_of_day   text not null,
    other_usd     numeric(12, 2),
    repair_usd    numeric(12, 2),
    total_usd     numeric(12, 2),
    speed_knots   integer
);
comment on table wildlife.strikes is 'Strikes of wildlife and aircraft, from birdstrikes.csv';
