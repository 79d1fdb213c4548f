package io.keelson.demo.step;

/** The step cannot be done on this machine; its message says why. */
public final class LeftOut extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LeftOut(String why) {
    super("left out: " + why);
  }
}
