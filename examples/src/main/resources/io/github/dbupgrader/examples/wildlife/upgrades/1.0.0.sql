-- Everything is text at first: loading never fails, and what the files really hold can be looked at with SQL.
create table airports (
    iata      text primary key,
    name      text not null,
    city      text not null,
    state     text not null,
    country   text not null,
    latitude  text not null,
    longitude text not null
);
comment on table airports is 'Airports, from airports.csv';

create table strikes (
    id            bigint generated always as identity primary key,
    airport_name  text not null,
    aircraft      text not null,
    damage        text not null,
    flight_date   text,
    operator      text not null,
    origin_state  text not null,
    phase         text not null,
    wildlife_size text not null,
    species       text not null,
    time_of_day   text not null,
    cost_other    text,
    cost_repair   text,
    cost_total    text,
    speed         text
);
comment on table strikes is 'Strikes of wildlife and aircraft, from birdstrikes.csv';
