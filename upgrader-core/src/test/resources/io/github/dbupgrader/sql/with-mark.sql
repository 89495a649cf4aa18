-- grüße
select 'grüße';
