package io.keelson.tenancy.member;

import io.keelson.tenancy.database.Transaction;
import java.util.UUID;

/**
 * Rows by which a feature decides something and that name a person by the id of their account: each
 * feature with such rows has a bean of these.
 */
public interface PersonReferences {
  /**
   * The person has another account from now on; in the transaction that gives it their place.
   *
   * @param before the id of the account that is gone
   */
  void follow(Transaction tx, UUID before, UUID now);
}
