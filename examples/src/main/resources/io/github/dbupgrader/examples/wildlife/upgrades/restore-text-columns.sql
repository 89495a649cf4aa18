alter table strikes
    add column flight_date text,
    add column cost_other  text,
    add column cost_repair text,
    add column cost_total  text,
    add column speed       text;

update strikes set
    flight_date = to_char(flown_on, 'YYYY-MM-DD'),
    cost_other  = trim_scale(other_usd)::text,
    cost_repair = trim_scale(repair_usd)::text,
    cost_total  = trim_scale(total_usd)::text,
    speed       = speed_knots::text;
