-- thousand MWh a year become kWh an hour
insert into fact_energy_hourly (device_id, ts, energy_kwh, source_file)
select d.id, hour, i.net_generation * 1e6 / (extract(epoch from i.year + interval '1 year' - i.year::timestamp) / 3600), f.file_id
from iowa i
    join generic_device d on d.name = i.source
    join ingest_file f on f.name = 'iowa-electricity.csv'
    cross join generate_series(i.year::timestamp, i.year + interval '1 year' - interval '1 hour', interval '1 hour') hour
where i.year >= date '2016-01-01';

insert into dairy_production (device_id, day, milk_litres, source_file)
select 4, s.day, 3000 - 20 * greatest(s.temp_max - 20, 0), f.file_id
from seattle s
    join ingest_file f on f.name = 'seattle-weather.csv';
