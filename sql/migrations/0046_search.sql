-- Names as they are looked up: simplified characters, small letters, pinyin and its initials.
-- The daemon makes them when a customer or product is saved; until then a name is found as it
-- is written.
set local role osb_owner;
set local search_path = osb;

alter table customer add column search text;
alter table customer disable trigger user;
update customer set search = '';
alter table customer enable trigger user;
alter table customer alter column search set not null;
alter table product add column search text;
alter table product disable trigger user;
update product set search = '';
alter table product enable trigger user;
alter table product alter column search set not null;
-- A domain would write the table anew, which functions on its rows forbid.
alter table customer add constraint customer_search
    check (search is nfc normalized and char_length(search) <= 65536);
alter table product add constraint product_search
    check (search is nfc normalized and char_length(search) <= 65536);
