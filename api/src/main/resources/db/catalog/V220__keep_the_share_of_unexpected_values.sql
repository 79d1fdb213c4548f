-- Of the values that an expectation considered, the percentage that is not as expected, as Great Expectations has it.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.expectation_result
  ADD COLUMN unexpected_percent double precision CHECK (unexpected_percent BETWEEN 0 AND 100);
