package io.keelson.tenancy.apikey;

/** Which of a tenant's API keys a list shows. */
public enum ApiKeyFilter {
  /** Neither revoked nor past their end. */
  IN_FORCE,
  /**
   * In force, and not used for as long as the tenant's policy says; one that was never used counts
   * from when it was made.
   */
  UNUSED,
  /** In force, with an end within 14 days. */
  ENDING_SOON,
  /**
   * In force, of a service account, and made by somebody who is no member any more or is lost to
   * their identity provider: they may know its secret, and it is to be rotated.
   */
  LEFT_BEHIND,
  /** Revoked, or past their end. */
  ENDED
}
