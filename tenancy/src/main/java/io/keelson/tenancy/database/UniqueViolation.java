package io.keelson.tenancy.database;

import io.keelson.tenancy.failure.Conflict;

/**
 * A unique or primary key refused the row; services turn it into a message that names the field.
 */
public class UniqueViolation extends Conflict {
  private static final long serialVersionUID = 1L;
  private final String constraint;

  UniqueViolation(String constraint) {
    super("already exists (" + constraint + ")");
    this.constraint = constraint;
  }

  /** The name of the constraint in the database. */
  public String constraint() {
    return constraint;
  }
}
