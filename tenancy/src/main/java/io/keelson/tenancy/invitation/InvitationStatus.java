package io.keelson.tenancy.invitation;

/** Only a pending one is accepted; from each other state it leads nowhere. */
public enum InvitationStatus {
  PENDING,
  ACCEPTED,
  REVOKED,
  EXPIRED
}
