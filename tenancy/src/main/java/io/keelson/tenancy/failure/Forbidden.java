package io.keelson.tenancy.failure;

/** The caller lacks a permission; the message names it. */
public class Forbidden extends Failure {
  private static final long serialVersionUID = 1L;

  public Forbidden(String permission) {
    super(ErrorCode.FORBIDDEN, null, "needs the permission " + permission);
  }
}
