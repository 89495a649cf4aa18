alter table strikes add column airport text references airports;
comment on column strikes.airport is 'The airport; NULL where its name could not be linked';

create table unlinked_airport_names (
    airport_name text not null,
    origin_state text not null,
    strikes      integer not null,
    primary key (airport_name, origin_state)
);
comment on table unlinked_airport_names is 'Names of airports in strikes that fit no airport, or more than one';
