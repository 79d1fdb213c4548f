package io.keelson.tenancy.retention;

import io.keelson.tenancy.database.Transaction;
import java.time.OffsetDateTime;
import java.util.List;

/** What of a feature's rows goes, and when: each feature with such rows has a bean of these. */
public interface Retentions {
  /** Children before their parents. */
  List<Retention> retentions();

  /**
   * Removes what is over and no single statement removes, of the transaction's tenant; of a feature
   * one such runs at a time for a tenant.
   *
   * @param limit removes about so much at most
   * @return how much was removed; with the limit or more, there is a next round at once
   */
  default int removeOver(Transaction tx, OffsetDateTime now, int limit) {
    return 0;
  }
}
