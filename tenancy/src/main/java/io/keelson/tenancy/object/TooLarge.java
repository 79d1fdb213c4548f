package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.Invalid;

/** More bytes than were announced or are allowed. */
public class TooLarge extends Invalid {
  private static final long serialVersionUID = 1L;

  public TooLarge(String field, long maxBytes) {
    super(field, "more than " + maxBytes + " bytes", "at most " + maxBytes + " bytes");
  }
}
