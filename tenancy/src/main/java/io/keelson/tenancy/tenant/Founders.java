package io.keelson.tenancy.tenant;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.RateLimited;
import java.time.Duration;
import java.util.UUID;

/**
 * Holds people to the organisations that each may found: an account costs nothing, and every
 * organisation has quotas of its own.
 */
record Founders(SystemDatabase system) {
  /** Those count that have an owner other than their founder by now. */
  private static final int MAX_OF_PERSON = 20;

  private static final Duration SOON = Duration.ofSeconds(1);

  /**
   * With the turn of that person until the transaction ends, so that two at once are not counted
   * past each other. Nobody waits for it with a connection in their hands.
   *
   * @throws RateLimited while another of their organisations is made
   * @throws QuotaExceeded when they have founded as many as they may
   */
  void requireRoom(Transaction tx, UUID personId) {
    boolean isMyTurn =
        tx.one(
                "SELECT pg_try_advisory_xact_lock(hashtextextended('founder ' || $1, 0)) AS mine",
                personId.toString())
            .orElseThrow()
            .getBoolean("mine");
    if (!isMyTurn) {
      throw new RateLimited("another organisation of yours is being made", SOON);
    }
    int founded =
        system.transact(
            SystemUse.TENANT_DIRECTORY,
            all ->
                all.one(
                        "SELECT count(*)::int AS founded FROM tenancy.tenant WHERE founder_id = $1",
                        personId)
                    .orElseThrow()
                    .getInteger("founded"));
    if (founded >= MAX_OF_PERSON) {
      throw new QuotaExceeded("organisations that one person creates", MAX_OF_PERSON, founded, 1);
    }
  }
}
