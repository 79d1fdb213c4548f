package io.keelson.tenancy.access;

import io.keelson.tenancy.failure.Forbidden;

/** The caller's key was made by somebody who has left, and hands nothing out any more. */
public class LeftBehind extends Forbidden {
  private static final long serialVersionUID = 1L;

  LeftBehind() {
    super("KEY_WRITE");
  }

  @Override
  public String getMessage() {
    return "whoever made this key has left (expected: a member hands out rights and makes keys, or a key of a member does)";
  }
}
