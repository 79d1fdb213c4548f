package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.Conflict;

/** Bytes for another place than the upload's end; tus calls this 409 Conflict. */
public class WrongOffset extends Conflict {
  private static final long serialVersionUID = 1L;

  WrongOffset(long given, long expected) {
    super("Upload-Offset: " + given + " (expected: " + expected + ")");
  }
}
