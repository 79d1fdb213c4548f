package io.keelson.tenancy.tenant;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.member.Person;
import java.util.Map;
import java.util.Set;

/**
 * A call of somebody who runs the installation, or tries to: they are no member of the tenant that
 * it is about, and hold none of its permissions.
 *
 * @param operator null for whoever is none
 */
public record OperatorCall(
    Person operator, String requestId, IdempotencyKey idempotencyKey, String address) {
  private static final int MAX_REASON_CHARACTERS = 1_000;

  /**
   * @throws Invalid naming {@code input.reason} for one that is missing or longer than 1,000
   *     characters
   */
  static void requireReason(String reason) {
    Input.present("input.reason", reason);
    Input.text("input.reason", reason, MAX_REASON_CHARACTERS);
    if (reason.isBlank()) {
      throw new Invalid("input.reason", reason, "why, for the tenant to read");
    }
  }

  /**
   * Who is told of in the tenant's audit log.
   *
   * @throws OperatorsOnly for anybody else
   */
  public Caller in(Tenant tenant) {
    if (operator == null) {
      throw new OperatorsOnly();
    }
    Principal principal =
        new Principal(
            Principal.Kind.OPERATOR,
            operator.id(),
            tenant.id(),
            tenant.slug(),
            "operator:" + operator.username(),
            Set.of(),
            Map.of(),
            null);
    return new Caller(principal, requestId, idempotencyKey, address);
  }
}
