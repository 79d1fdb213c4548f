package io.keelson.api.training;

import io.keelson.tenancy.failure.Invalid;
import java.util.List;

/** The trainers that ship with the platform, as the commands that jobs run. */
final class Trainers {
  private static final String TABULAR = "tabular";
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
    return new Program("trainer", TABULAR_COMMAND);
  }
}
