package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;

/** A link that was not signed here, was changed, or is past its time: all look the same. */
public class LinkRefused extends Failure {
  private static final long serialVersionUID = 1L;

  LinkRefused() {
    super(ErrorCode.FORBIDDEN, null, "the link is not valid any more; ask for a new one");
  }
}
