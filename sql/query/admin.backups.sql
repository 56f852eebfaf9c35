-- Backups, restores and drills, the newest first.
select time_text(b.begun_at) begun, time_text(b.ended_at) ended, b.kind,
       case when b.good then 'ok' else 'FAILED' end mark, b.problem, b.place, b.bytes,
       b.free_bytes, b.migration, b.event_id::text event, b.seal_no::text seal, b.manifest_sha256
from backup_run b
order by b.ended_at desc, b.id desc
