-- What jobs of previews left that have gone: from now on it is let go with them.
SET LOCAL lock_timeout = '20s';
UPDATE compute.job
SET outputs = '[]'
WHERE program = 'profiler' AND name = 'preview' AND submitted_by_kind <> 'PLATFORM' AND outputs <> '[]'
  AND ended_at < now() - interval '24 hours';
