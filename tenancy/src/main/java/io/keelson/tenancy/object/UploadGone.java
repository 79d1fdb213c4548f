package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.Conflict;

/** The upload expired or failed and takes no more bytes; tus calls this 410 Gone. */
public class UploadGone extends Conflict {
  private static final long serialVersionUID = 1L;

  UploadGone(String reason) {
    super(reason);
  }
}
