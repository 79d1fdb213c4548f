package io.keelson.tenancy.access;

import io.keelson.tenancy.failure.Invalid;

/**
 * The caller's own name for an attempt. A request may hold several mutations: each is an attempt of
 * its own.
 *
 * @param value what the caller sent
 * @param field the mutation's place among those of its request, from 0
 */
public record IdempotencyKey(String value, int field) {
  private static final int MAX_CHARACTERS = 200;

  /**
   * @throws Invalid for anything but 1 to 200 printable characters without a space
   */
  public IdempotencyKey {
    boolean printable = value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    if (value.isEmpty() || value.length() > MAX_CHARACTERS || !printable) {
      throw new Invalid(
          "Idempotency-Key", value, "1 to " + MAX_CHARACTERS + " printable ASCII characters");
    }
  }

  /** Null for null: a caller need not send one. */
  public static IdempotencyKey of(String sent, int field) {
    return sent == null ? null : new IdempotencyKey(sent, field);
  }
}
