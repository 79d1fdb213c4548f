package io.keelson.tenancy.tenant;

import io.keelson.tenancy.failure.Forbidden;

/** What only those may do who run the installation. */
public class OperatorsOnly extends Forbidden {
  private static final long serialVersionUID = 1L;

  public OperatorsOnly() {
    super("TENANT_WRITE");
  }

  @Override
  public String getMessage() {
    return "only an operator of the installation does this";
  }
}
