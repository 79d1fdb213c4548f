-- Labels that are taken become rows of a data set too, where the rule says so.
SET LOCAL lock_timeout = '20s';
ALTER TABLE serving.quality_rule
  ADD COLUMN labels_dataset_id uuid,
  ADD COLUMN labels_collector_id uuid,
  ADD CONSTRAINT quality_rule_labels_whole CHECK ((labels_dataset_id IS NULL) = (labels_collector_id IS NULL));
