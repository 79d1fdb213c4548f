package io.keelson.api.comment;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;

/** What somebody said is changed by nobody else. */
public final class NotTheAuthor extends Failure {
  private static final long serialVersionUID = 1L;

  NotTheAuthor() {
    super(ErrorCode.FORBIDDEN, null, "a comment is edited by who wrote it");
  }
}
