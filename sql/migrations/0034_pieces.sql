-- Pieces of a file that was never whole: an upload that broke off, or was begun anew with other
-- bytes. What nobody sent a piece of for a day goes when somebody begins another upload, a few
-- at a time. The bytes of a file stay for ever (R-385).
set local role osb_owner;
set local search_path = osb;

-- An attempt under way; when its file is whole it is none any more.
create table file_try (
    user_id bigint not null references app_user deferrable initially deferred,
    sha256  text not null,
    attempt bigint not null,
    at      timestamptz not null,
    primary key (user_id, sha256, attempt)
);
create index on file_try (at);
insert into file_try
    select distinct b.user_id, b.sha256, b.attempt, now() from file_bytes b
    where not exists (select from file f where (f.added_by, f.sha256, f.attempt)
                                               = (b.user_id, b.sha256, b.attempt));

-- A piece goes only before its file is there.
create function piece_goes() returns trigger language plpgsql as $$
begin
    if exists (select from osb.file f where (f.added_by, f.sha256, f.attempt)
                                            = (old.user_id, old.sha256, old.attempt)) then
        perform osb.violated('file_bytes_piece_goes', 'file_bytes',
                             'delete of a file''s bytes is never done');
    end if;
    return old;
end
$$;
drop trigger append_only on file_bytes;
create trigger append_only before update or truncate on file_bytes
    for each statement execute function never_done();
create trigger piece_goes before delete on file_bytes
    for each row execute function piece_goes();

-- Some attempts of which nothing came for a day, oldest first.
create function file_forget() returns void
    language sql as $$
    with old as (
        select user_id, sha256, attempt from osb.file_try
        where at < now() - interval '1 day'
        order by at limit 4 for update skip locked
    ), gone as (
        delete from osb.file_bytes b using old o
        where (b.user_id, b.sha256, b.attempt) = (o.user_id, o.sha256, o.attempt)
          and not exists (select from osb.file f where (f.added_by, f.sha256, f.attempt)
                                                       = (b.user_id, b.sha256, b.attempt))
    )
    delete from osb.file_try y using old o
    where (y.user_id, y.sha256, y.attempt) = (o.user_id, o.sha256, o.attempt)
$$;

-- Takes a piece; the last one makes the file whole, if its bytes have the hash that was said.
-- What is there already is not taken again, whoever brings it. A new attempt clears away others
-- of old.
create or replace function file_take(who bigint, hash text, piece bigint, bytes_in_all bigint,
                                     encoded text)
    returns json language plpgsql as $$
declare
    most  bigint := (select file_bytes from osb.policy where valid_from <= osb.business_today()
                     order by valid_from desc, id desc limit 1);
    parts bigint := (bytes_in_all + 24575) / 24576;
    bytes bytea  := decode(encoded, 'base64');
    tried bigint;
    there bytea;
    whole bytea;
    is_new boolean;
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
        insert into osb.file_try values (who, hash, tried, now())
            on conflict (user_id, sha256, attempt) do update set at = excluded.at
            returning xmax = 0 into is_new;
        if is_new then
            perform osb.file_forget();
        end if;
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
    delete from osb.file_try y where (y.user_id, y.sha256, y.attempt) = (who, hash, tried);
    return json_build_object('outcome', 'DONE', 'sha256', hash, 'whole', true);
end
$$;

revoke all on file_try from public;
grant select, insert, update, delete on file_try to osb_app;
grant select on file_try to osb_read;
grant delete on file_bytes to osb_app; -- piece_goes says of which
