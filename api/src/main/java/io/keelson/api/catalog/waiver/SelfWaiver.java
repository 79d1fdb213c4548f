package io.keelson.api.catalog.waiver;

import io.keelson.tenancy.failure.Forbidden;

/** Whoever asked for a waiver does not grant it; nor does a key of theirs. */
public class SelfWaiver extends Forbidden {
  private static final long serialVersionUID = 1L;

  SelfWaiver() {
    super("DATASET_WRITE");
  }

  @Override
  public String getMessage() {
    return "a waiver is granted by someone other than who asked for it";
  }
}
