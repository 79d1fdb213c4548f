package io.keelson.tenancy.access;

/**
 * One call: who makes it and how it is traced.
 *
 * @param principal who, in which tenant
 * @param requestId the id that the answer, the logs and the audit row carry
 * @param idempotencyKey the caller's own name for this attempt, or null
 * @param address the network address the call came from, or null
 */
public record Caller(
    Principal principal, String requestId, IdempotencyKey idempotencyKey, String address) {
  /** A call that the platform makes itself, for a loop or a demo. */
  public static Caller platform(Principal principal, String requestId) {
    return new Caller(principal, requestId, null, null);
  }
}
