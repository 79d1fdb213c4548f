package io.keelson.api.graphql.trusted;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;

/** An operation of a caller whose tenant allows only those that are trusted. */
public final class UntrustedDocument extends Failure {
  private static final long serialVersionUID = 1L;

  UntrustedDocument() {
    super(
        ErrorCode.FORBIDDEN,
        "query",
        "query: the organisation allows trusted operations only, which are those of the console;"
            + " its owner may change that in the settings");
  }
}
