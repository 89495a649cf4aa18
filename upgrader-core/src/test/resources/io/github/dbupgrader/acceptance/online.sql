-- one sub-step, one transaction
insert into run values ('script');
update item set id = id / divisor from control;
