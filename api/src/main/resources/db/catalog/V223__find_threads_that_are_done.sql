-- Done threads are read page by page like those to do, which inbox_thread_open is for.
CREATE INDEX inbox_thread_done ON catalog.inbox_thread (tenant_id, person_id, place) WHERE is_done;
