ALTER TABLE catalog.inbox_thread
  DROP CONSTRAINT inbox_thread_reason_check,
  ADD CONSTRAINT inbox_thread_reason_check CHECK (
    reason IN ('APPROVAL_ASKED', 'DECISION_ASKED', 'ALERT', 'MENTION', 'REPLY', 'FAILURE_OF_MINE', 'END_OF_MINE'));
