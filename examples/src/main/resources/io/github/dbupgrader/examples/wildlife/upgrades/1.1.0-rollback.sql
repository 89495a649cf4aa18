alter table strikes
    drop constraint total_is_sum,
    drop column flown_on,
    drop column other_usd,
    drop column repair_usd,
    drop column total_usd,
    drop column speed_knots;
