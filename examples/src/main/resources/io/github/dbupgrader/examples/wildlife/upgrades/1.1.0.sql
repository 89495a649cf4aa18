-- The text columns stay: application 1.0.0 may still be running and reads them. 1.4.0 drops them.
alter table strikes
    add column flown_on    date,
    add column other_usd   numeric(12, 2),
    add column repair_usd  numeric(12, 2),
    add column total_usd   numeric(12, 2),
    add column speed_knots integer;

-- What does not look like a number or a date stays NULL here; the Java code beside this script counts it and refuses.
update strikes set
    flown_on    = case when flight_date ~ '^\d{4}-\d\d-\d\d$' then flight_date::date end,
    other_usd   = case when cost_other  ~ '^\d{1,10}$' then cost_other::numeric end,
    repair_usd  = case when cost_repair ~ '^\d{1,10}$' then cost_repair::numeric end,
    total_usd   = case when cost_total  ~ '^\d{1,10}$' then cost_total::numeric end,
    speed_knots = case when speed       ~ '^\d{1,4}$'  then speed::integer end;

alter table strikes add constraint total_is_sum check (total_usd = other_usd + repair_usd);
