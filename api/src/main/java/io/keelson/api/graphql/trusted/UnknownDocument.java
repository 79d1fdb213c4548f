package io.keelson.api.graphql.trusted;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;

/** An id that stands for no document here; whoever has the text may send that. */
public final class UnknownDocument extends Failure {
  private static final long serialVersionUID = 1L;

  UnknownDocument() {
    super(
        ErrorCode.NOT_FOUND,
        "documentId",
        "documentId: names no document that is known here (expected: \"sha256:\" and the digest of an"
            + " operation of this release's console; any other operation is sent as its text, in"
            + " query)");
  }
}
