package io.keelson.api.inbox;

/** Why somebody is told. */
public enum InboxReason {
  APPROVAL_ASKED,
  DECISION_ASKED,
  ALERT,
  MENTION,
  REPLY,
  FAILURE_OF_MINE,
  END_OF_MINE
}
