-- the tables of the specification's examples
create schema shop;
create type shop.order_status as enum ('open','paid','void');
create table shop.orders(
  order_id bigserial primary key, placed_at timestamptz not null, due_on date, status shop.order_status not null,
  region text, amount numeric(12,2), weight_kg float8, gift boolean, tags text[], extra jsonb, ref uuid, receipt bytea);
insert into shop.orders(placed_at,due_on,status,region,amount,weight_kg,gift,tags,extra,ref,receipt) values
('2025-01-05 10:00+00','2025-01-20','paid','EMEA',120.50,1.5,true,array['a','b'],'{"k":1}','a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11','\xDEAD'),
('2025-01-31 23:30-05',null,'paid','emea',0.00,null,false,array[]::text[],'null',null,null),
('2025-02-10 08:00+00','infinity','open',null,-15.25,'NaN',null,null,null,null,'\x'),
('2025-02-10 08:00+09','2025-03-01','void','APAC',99999999.99,-0.0,true,array['a',null],'{"k":"ü"}','a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',null),
('2025-03-01 00:00+00','0044-03-15 BC','paid','EMEA',null,0.0,null,null,'[1,2]',null,null),
('2025-03-31 22:00+00','2025-04-30','open','日本',120.50,'Infinity',false,array['Z'],'"x"',null,null);
