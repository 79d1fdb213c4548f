package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.Conflict;

/** Another writer holds the upload now; tus calls this 423 Locked. */
public class UploadLocked extends Conflict {
  private static final long serialVersionUID = 1L;

  UploadLocked() {
    super("the upload is being written by another request");
  }
}
