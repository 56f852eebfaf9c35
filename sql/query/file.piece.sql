-- one object
-- A piece of a file that is handed in.
select file_take(:actor::bigint, :sha256, :part::bigint, :size::bigint, :content)
