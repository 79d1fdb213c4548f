package io.keelson.demo;

import io.keelson.demo.door.Addresses;
import io.keelson.demo.report.Outcome;
import io.keelson.demo.report.Report;
import io.keelson.demo.step.LeftOut;
import io.keelson.demo.step.NotReached;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import io.keelson.demo.walk.Walk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Walks a real data set through the whole life cycle over the public doors of a running platform,
 * whose addresses the environment names. Exit codes: 0 every step was checked; 1 a step failed or
 * was not reached; 2 started wrongly.
 */
public final class Demo {
  private static final int ALL_CHECKED = 0;
  private static final int NOT_ALL_CHECKED = 1;
  private static final int STARTED_WRONGLY = 2;

  /** The platform stays up: it gets a project to look around in. */
  private static final String SAMPLE = "--sample";

  private Demo() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments).contains(SAMPLE)));
  }

  private static int run(boolean staysUp) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Addresses addresses;
    try {
      addresses = Addresses.of(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      return STARTED_WRONGLY;
    }
    try (Walk walk = new Walk(addresses, InstantSource.system(), staysUp)) {
      Report report = new Report(out, isTerminal(), walk.steps().stream().map(Step::name).toList());
      out.printf("%n  Keelson at %s, project %s%n%n", addresses.url(), walk.projectSlug());
      long begin = System.nanoTime();
      walk.steps().forEach(step -> take(step, report));
      report.close(Duration.ofNanos(System.nanoTime() - begin));
      return report.allChecked() ? ALL_CHECKED : NOT_ALL_CHECKED;
    }
  }

  private static void take(Step step, Report report) {
    report.begin(step.name());
    long begin = System.nanoTime();
    Outcome outcome;
    Result result;
    try {
      result = step.run();
      outcome = Outcome.CHECKED;
    } catch (NotReached e) {
      outcome = Outcome.NOT_REACHED;
      result = Result.of("%s", e.getMessage());
    } catch (LeftOut e) {
      outcome = Outcome.LEFT_OUT;
      result = Result.of("%s", e.getMessage());
    } catch (Exception e) {
      outcome = Outcome.FAILED;
      result = Result.of("%s", told(e));
    }
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    report.end(step.name(), outcome, time, result.text(), result.details());
  }

  /** Checks and refusals speak for themselves; anything else also needs its kind. */
  private static String told(Exception failure) {
    boolean ours = failure.getClass().getPackageName().startsWith("io.keelson");
    return ours ? failure.getMessage() : failure.toString();
  }

  /** The launcher gives no terminal to read from, so only where the output goes counts. */
  private static boolean isTerminal() {
    if (System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null && System.console().isTerminal();
    }
  }
}
