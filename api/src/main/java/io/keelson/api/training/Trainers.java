package io.keelson.api.training;

import io.keelson.tenancy.failure.Invalid;
import java.util.List;

/** The trainers that ship with the platform, as the commands that jobs run. */
public final class Trainers {
  private static final String TABULAR = "tabular";
  private static final String TABULAR_PROGRAM = "trainer";
  private static final List<String> TABULAR_COMMAND =
      List.of(
          "/java/bin/java",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx384m",
          "--sun-misc-unsafe-memory-access=allow",
          "-cp",
          "/program/lib/*",
          "io.keelson.trainer.Trainer");

  private Trainers() {}

  /** The trainer that a job's program is; null for a job that runs something else. */
  public static String named(String program) {
    return TABULAR_PROGRAM.equals(program) ? TABULAR : null;
  }

  /**
   * @param name the folder that is bound at {@code /program}; null for a command of the caller's
   *     own
   */
  record Program(String name, List<String> command) {}

  static Program program(String trainer, List<String> command) {
    boolean commandGiven = command != null && !command.isEmpty();
    if ((trainer == null) == !commandGiven) {
      throw new Invalid("input.command", trainer, "either a command or a trainer");
    }
    if (commandGiven) {
      return new Program(null, command);
    }
    if (!TABULAR.equals(trainer)) {
      throw new Invalid("input.trainer", trainer, TABULAR);
    }
    return new Program(TABULAR_PROGRAM, TABULAR_COMMAND);
  }
}
