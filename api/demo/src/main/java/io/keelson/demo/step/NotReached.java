package io.keelson.demo.step;

/** An earlier step did not leave what this one needs. */
public final class NotReached extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotReached(String missing) {
    super("not reached: there is no " + missing);
  }
}
