package io.keelson.tenancy.database;

import io.vertx.sqlclient.Pool;

/**
 * The one door that looks across tenants, as a role with policies of its own on the tables that
 * were opened to it ({@code tenancy.open_to_system}). What it finds is acted on through {@link
 * TenantDatabase}.
 */
public final class SystemDatabase {
  private final Transactions transactions;

  public SystemDatabase(Pool pool) {
    this(pool, DatabaseLimits.unshared());
  }

  public SystemDatabase(Pool pool, DatabaseLimits limits) {
    this.transactions = new Transactions(pool, limits);
  }

  /**
   * @param use why this looks across tenants
   */
  public <T> T transact(SystemUse use, Work<T> work) {
    if (use == null) {
      throw new IllegalArgumentException("use: null (expected: the reason to look across tenants)");
    }
    return transactions.run(null, work);
  }
}
