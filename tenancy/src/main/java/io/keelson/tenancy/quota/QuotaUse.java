package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.Transaction;

/** How much of a quota a tenant uses: the feature whose rows it is has a bean of these. */
public interface QuotaUse {
  QuotaName quota();

  /**
   * What the tenant of the transaction uses now, in the quota's parts, with what this transaction
   * has written.
   */
  long used(Transaction tx);

  /**
   * How much of that is shown, and noted as the most of a day: less where some is taken ahead of
   * its use.
   *
   * @param used what {@link #used} has answered in this transaction
   */
  default long shown(Transaction tx, long used) {
    return used;
  }

  /** By an SQL query of one number, with the tenant as $1. */
  static QuotaUse counted(QuotaName quota, String sql) {
    return new QuotaUse() {
      @Override
      public QuotaName quota() {
        return quota;
      }

      @Override
      public long used(Transaction tx) {
        return tx.one(sql, tx.tenantId()).orElseThrow().getLong(0);
      }
    };
  }
}
