-- How often the lines of a chunk were put together out of smaller ones: neighbours of one level become one of the next.
SET LOCAL lock_timeout = '20s';
ALTER TABLE compute.log_chunk ADD COLUMN level int NOT NULL DEFAULT 0;
