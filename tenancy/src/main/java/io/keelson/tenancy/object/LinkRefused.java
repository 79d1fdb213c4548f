package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;

/**
 * A link that was not signed here, was changed, is past its time or has lost its maker: all look
 * the same.
 */
public class LinkRefused extends Failure {
  private static final long serialVersionUID = 1L;

  public LinkRefused() {
    super(ErrorCode.FORBIDDEN, null, "the link is not valid any more; ask for a new one");
  }
}
