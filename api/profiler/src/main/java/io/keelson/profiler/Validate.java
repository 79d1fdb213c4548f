package io.keelson.profiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program of a job that looks through the tables of a data set version, each in a process of
 * its own: one that runs out of memory or time takes no other with it.
 *
 * <p>It reads {@code KEELSON_PARAMETERS}: {@code
 * {"tables":[{"name":…,"folder":…,"profile":…,"check":…}],"expectations":[…],
 * "memoryBytes":…,"threads":…,"secondsPerTable":…,"seconds":…}}. The files of a folder below {@code
 * KEELSON_INPUTS} are one table; {@code memoryBytes} are the engine's for one table. After {@code
 * seconds} it begins no further table. A table that is to be checked is judged by those
 * expectations that name it or no table; what it does not pass lies in {@code
 * quarantine/<folder>.parquet} of {@code KEELSON_OUTPUTS}.
 *
 * <p>What it finds are lines of {@link ValidationFile} in {@code KEELSON_OUTPUTS}, at most two for
 * each table in their order. The last ones may have none: there was no time left for them, or no
 * room in the file.
 *
 * <p>Exit 0 when all that was found could be written, whatever it was; 1 when not, and standard
 * error says why.
 */
public final class Validate {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  /** A table of the version, and where its files lie. */
  record Table(String name, Path folder, boolean profile, boolean check) {}

  Validate(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(new Validate(System.getenv(), out, err).run());
  }

  int run() {
    try {
      JsonNode parameters = JSON.readTree(path("KEELSON_PARAMETERS").toFile());
      List<Table> tables = tables(parameters.path("tables"));
      Path outputs = path("KEELSON_OUTPUTS");
      // Beside the outputs: the job's own disk. Its /tmp is memory.
      Path scratch = Files.createDirectories(outputs.resolveSibling("scratch"));
      try (ValidationFile file = ValidationFile.create(outputs)) {
        look(tables, parameters, scratch, file);
      }
      return DONE;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      err.println(e);
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private List<Table> tables(JsonNode described) {
    List<Table> tables = new ArrayList<>();
    for (JsonNode table : described) {
      Path folder = path("KEELSON_INPUTS").resolve(table.path("folder").asText());
      tables.add(
          new Table(
              table.path("name").asText(),
              folder,
              table.path("profile").asBoolean(true),
              table.path("check").asBoolean()));
    }
    return tables;
  }

  /** Ends before its tables do when its time is over, or the file is full. */
  private void look(List<Table> tables, JsonNode parameters, Path scratch, ValidationFile file)
      throws IOException, InterruptedException {
    TableProcess profiler = process(parameters, scratch, TableProcess.PROFILER);
    TableChecking checking =
        new TableChecking(
            process(parameters, scratch, TableProcess.CHECKER),
            parameters.path("expectations"),
            scratch,
            path("KEELSON_OUTPUTS"));
    long began = System.nanoTime();
    Duration turn = Duration.ofSeconds(parameters.path("seconds").asLong());
    int looked = 0;
    for (Table table : tables) {
      if (looked > 0 && System.nanoTime() - began >= turn.toNanos()) {
        break;
      }
      boolean readable = true;
      if (table.profile()) {
        TableOutcome outcome = told(table, "profile", profiler.run(table.folder()));
        readable = outcome instanceof TableOutcome.Answered;
        if (!file.write(ValidationFile.Kind.PROFILE, table.name(), outcome)) {
          break;
        }
      }
      if (table.check()
          && readable
          && !file.write(
              ValidationFile.Kind.CHECKS,
              table.name(),
              told(table, "checks", checking.run(table.name(), table.folder())))) {
        break;
      }
      looked++;
    }
    out.println(looked + " of " + tables.size() + " tables looked through");
  }

  private static TableProcess process(JsonNode parameters, Path scratch, String program) {
    return new TableProcess(
        scratch,
        parameters.path("memoryBytes").asLong(),
        Math.max(1, parameters.path("threads").asInt()),
        Duration.ofSeconds(parameters.path("secondsPerTable").asLong()),
        program);
  }

  private TableOutcome told(Table table, String what, TableOutcome outcome) {
    if (outcome instanceof TableOutcome.Failed(String reason, String detail)) {
      err.println(table.name() + " has no " + what + ": " + reason + ": " + detail);
    }
    return outcome;
  }

  private Path path(String variable) {
    return Path.of(environment.get(variable));
  }
}
