package io.keelson.tenancy.failure;

/** The stable codes that every door reports in {@code extensions.code} or its own equal. */
public enum ErrorCode {
  /** A value is missing, malformed or out of bounds; the field is named. */
  VALIDATION,
  /** No credential, or one that is unknown, expired or revoked. */
  UNAUTHENTICATED,
  /** The caller may see the thing but not do this to it. */
  FORBIDDEN,
  /** The thing does not exist, or the caller may not know that it does. */
  NOT_FOUND,
  /** The thing is not in the state the caller expected. */
  CONFLICT,
  /** A quota of the tenant is used up. */
  QUOTA_EXCEEDED,
  /** A budget of the tenant or project is used up. */
  BUDGET_EXCEEDED,
  /** Too many requests in too little time; try again later. */
  RATE_LIMITED,
  /** A part that is needed does not answer now; the same call may be tried again. */
  UNAVAILABLE,
  /** A defect of ours. */
  INTERNAL
}
