-- What was refused last and the limit then, so that it can be said what came of it; null where that was not kept.
ALTER TABLE tenancy.refusal_day
  ADD COLUMN action text,
  ADD COLUMN most bigint;
