package io.keelson.tenancy.signon;

/** How an e-mail domain of a tenant stands. */
public enum SignOnDomainState {
  /** Its DNS has not shown the token yet. */
  WAITING,
  /** It counts. */
  VERIFIED,
  /** Its DNS has ceased to show the token: it counts no more. */
  LAPSED
}
