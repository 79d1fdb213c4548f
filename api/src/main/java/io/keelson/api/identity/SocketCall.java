package io.keelson.api.identity;

import io.keelson.api.memory.RowBytes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one operation on a socket says of itself, as a request says it in its headers.
 *
 * @param requestId names it in answers, logs and the audit log
 * @param idempotencyKey null for none
 * @param tenantSlug the tenant that the socket named; null for none
 * @param bearer the caller's own credential; null for a session
 * @param address of the caller
 * @param mutations of the operation that have begun; they run one after the other
 * @param rows which it holds of long ones
 */
public record SocketCall(
    String requestId,
    String idempotencyKey,
    String tenantSlug,
    String bearer,
    String address,
    AtomicInteger mutations,
    RowBytes rows) {
  static final String ATTRIBUTE = "keelson.socket-call";

  /** Leaves the credential out. */
  @Override
  public String toString() {
    return "SocketCall[" + requestId + "]";
  }
}
