-- Files (R-385): their bytes once for each hash, and what they are filed with; where a product
-- lies (R-132).
set local role osb_owner;
set local search_path = osb;

alter table policy add column file_bytes bigint not null default 4194304;
alter table policy alter column file_bytes drop default;
alter table policy add constraint policy_file_sane
    check (file_bytes between 1024 and 16 * 1024 * 1024);
alter table stock add column location line_text not null default '';
alter table stock alter column location drop default;

-- It was never written.
drop table attachment;

-- A file whose pieces are all there and have the hash; whose they were, and which attempt's.
create table file (
    id       bigint primary key,
    sha256   line_text not null,
    size     bigint not null,
    at       timestamptz not null,
    added_by bigint not null references app_user deferrable initially deferred,
    attempt  bigint not null,
    constraint file_once unique (sha256),
    constraint file_sane check (sha256 ~ '^[0-9a-f]{64}$' and attempt > 0
                                and size between 1 and 16 * 1024 * 1024)
);
create index on file (added_by);
-- The bytes, piece by piece. Each person's pieces are his own: nobody can spoil another's file;
-- what arrives otherwise than before begins a new attempt.
create table file_bytes (
    user_id bigint not null references app_user deferrable initially deferred,
    sha256  text   not null,
    attempt bigint not null,
    part    bigint not null,
    content bytea  not null,
    primary key (user_id, sha256, attempt, part),
    constraint file_bytes_sane check (attempt > 0 and part between 1 and 1000
        and octet_length(content) between 1 and 24576)
);
create table file_link (
    id          bigint primary key,
    file_id     bigint not null references file deferrable initially deferred,
    name        line_text not null,
    customer_id bigint not null references customer deferrable initially deferred,
    order_id    bigint references orders deferrable initially deferred,
    note_id     bigint references note deferrable initially deferred,
    shipment_id bigint references shipment deferrable initially deferred,
    receipt_id  bigint references receipt deferrable initially deferred,
    added_by    bigint not null references app_user deferrable initially deferred,
    at          timestamptz not null,
    remark      prose not null,
    constraint file_link_once unique nulls not distinct
        (file_id, customer_id, order_id, note_id, shipment_id, receipt_id),
    constraint file_link_named check (name <> ''),
    constraint file_link_sane check ((note_id is null or order_id is not null)
        and (shipment_id is null or note_id is not null)
        and (receipt_id is null or order_id is null))
);
create index on file_link (customer_id);
create index on file_link (order_id);
create index on file_link (note_id);
create index on file_link (shipment_id);
create index on file_link (receipt_id);
create index on file_link (added_by);

do $$
declare
    t text;
begin
    foreach t in array array['file', 'file_bytes', 'file_link']
    loop
        execute format('create trigger append_only before update or delete or truncate on %I'
                       ' for each statement execute function never_done()', t);
    end loop;
end
$$;

-- Takes a piece; the last one makes the file whole, if its bytes have the hash that was said.
-- What is there already is not taken again, whoever brings it.
create function file_take(who bigint, hash text, piece bigint, bytes_in_all bigint, encoded text)
    returns json language plpgsql as $$
declare
    most  bigint := (select file_bytes from osb.policy where valid_from <= osb.business_today()
                     order by valid_from desc, id desc limit 1);
    parts bigint := (bytes_in_all + 24575) / 24576;
    bytes bytea  := decode(encoded, 'base64');
    tried bigint;
    there bytea;
    whole bytea;
begin
    if hash !~ '^[0-9a-f]{64}$' or piece < 1 or piece > parts then
        return json_build_object('outcome', 'REFUSED', 'code', 'PARAMS');
    end if;
    if bytes_in_all > most then
        return json_build_object('outcome', 'REFUSED', 'code', 'RULE', 'guard', 'FILE_SIZE',
            'numbers', json_build_object('size', bytes_in_all::text, 'most', most::text));
    end if;
    if exists (select from osb.file f where f.sha256 = hash) then
        return json_build_object('outcome', 'DONE', 'sha256', hash, 'whole', true);
    end if;
    select coalesce(max(b.attempt), 1) into tried from osb.file_bytes b
        where b.user_id = who and b.sha256 = hash;
    select b.content into there from osb.file_bytes b
        where b.user_id = who and b.sha256 = hash and b.attempt = tried and b.part = piece;
    if there is distinct from bytes then
        tried := tried + (there is not null)::integer;
        insert into osb.file_bytes values (who, hash, tried, piece, bytes);
    end if;
    select string_agg(b.content, ''::bytea order by b.part) into whole from osb.file_bytes b
        where b.user_id = who and b.sha256 = hash and b.attempt = tried
        having count(*) = parts;
    if whole is null then
        return json_build_object('outcome', 'DONE', 'sha256', hash, 'whole', false);
    end if;
    if encode(sha256(whole), 'hex') <> hash or octet_length(whole) <> bytes_in_all then
        return json_build_object('outcome', 'REFUSED', 'code', 'RULE', 'guard', 'FILE_HASH');
    end if;
    insert into osb.file values (nextval('osb.id_block') * 4096, hash, bytes_in_all,
        osb.business_now(), who, tried) on conflict (sha256) do nothing;
    return json_build_object('outcome', 'DONE', 'sha256', hash, 'whole', true);
end
$$;

revoke all on file, file_bytes, file_link from public;
grant select on file, file_bytes, file_link to osb_app, osb_read;
grant insert on file, file_bytes, file_link to osb_app;
