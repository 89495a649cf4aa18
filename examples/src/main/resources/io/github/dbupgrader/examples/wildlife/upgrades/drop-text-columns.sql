-- 1.1.0 and later read the typed columns, so only 1.0.0 would miss these.
alter table strikes
    drop column flight_date,
    drop column cost_other,
    drop column cost_repair,
    drop column cost_total,
    drop column speed;
