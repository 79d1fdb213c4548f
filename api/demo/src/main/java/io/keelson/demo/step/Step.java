package io.keelson.demo.step;

/** One line of the demo: something done through a public door, and checked. */
public interface Step {

  /** What the line says, in a few words. */
  String name();

  /**
   * Does it and checks what came of it.
   *
   * @throws NotReached when an earlier step did not leave what this one needs
   * @throws LeftOut when it cannot be done on this machine, which is no failure
   * @throws Exception for everything else that is not as it should be
   */
  Result run() throws Exception;

  /** The body of a step. */
  @FunctionalInterface
  interface Body {
    Result run() throws Exception;
  }

  static Step of(String name, Body body) {
    return new Step() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Result run() throws Exception {
        return body.run();
      }
    };
  }
}
