package io.keelson.tenancy.database;

/**
 * What happens inside one transaction; an exception rolls it back. May run again after a
 * serialization failure.
 */
@FunctionalInterface
public interface Work<T> {
  T run(Transaction tx);
}
