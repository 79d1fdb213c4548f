package io.keelson.api.catalog.model;

import io.keelson.tenancy.failure.Forbidden;

/** Whoever registered a model version does not decide about it; nor does a key of theirs. */
public class SelfApproval extends Forbidden {
  private static final long serialVersionUID = 1L;

  SelfApproval() {
    super("MODEL_APPROVE");
  }

  @Override
  public String getMessage() {
    return "a model version is decided on by someone other than its author";
  }
}
