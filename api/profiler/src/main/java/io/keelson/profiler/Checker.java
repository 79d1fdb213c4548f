package io.keelson.profiler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.profiler.check.InvalidSuite;
import io.keelson.profiler.check.Quarantine;
import io.keelson.profiler.check.Suite;
import io.keelson.profiler.check.TableChecks;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Judges the files in a folder, which are one table, by a suite of expectations, and writes one
 * JSON object to standard output.
 *
 * <p>{@code Checker <input folder> <scratch folder> <memory bytes> <threads> <seconds> <suite>
 * <quarantine>}
 *
 * <p>Exit 0: {@code {"results":[…],"quarantine":{"rows":…,"written":…}}}, results as {@link
 * io.keelson.profiler.check.Result} says; rows that failed lie in the file {@code quarantine},
 * which is not there where none did. The other exits are those of {@link Profiler}.
 */
public final class Checker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Checker() {}

  public static void main(String[] arguments) {
    if (arguments.length != 7) {
      System.err.println(
          "usage: Checker <input folder> <scratch folder> <memory bytes> <threads> <seconds> <suite> <quarantine>");
      System.exit(Profiler.USAGE);
    }
    Profiler.endAfter(Long.parseLong(arguments[4]));
    System.exit(
        run(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Long.parseLong(arguments[2]),
            Integer.parseInt(arguments[3]),
            Path.of(arguments[5]),
            Path.of(arguments[6]),
            System.out));
  }

  static int run(
      Path input,
      Path scratch,
      long memoryBytes,
      int threads,
      Path suite,
      Path quarantine,
      OutputStream out) {
    return Profiler.run(
        input,
        scratch,
        memoryBytes,
        threads,
        List.of(quarantine),
        (tables, answer) -> check(tables, suite, quarantine, answer),
        out);
  }

  private static void check(Tables tables, Path suite, Path quarantine, OutputStream answer)
      throws IOException, SQLException, Unreadable, BeyondLimits {
    try {
      TableChecks checks =
          TableChecks.run(
              tables.connection(),
              "main",
              "data",
              Suite.parse(Files.readString(suite)).expectations());
      Quarantine rows = checks.quarantine(quarantine, Quarantine.MAX_ROWS);
      ObjectNode all = JSON.createObjectNode();
      ArrayNode results = all.putArray("results");
      checks.results().forEach(result -> results.add(result.toJson()));
      all.putObject("quarantine").put("rows", rows.rows()).put("written", rows.written());
      answer.write(JSON.writeValueAsBytes(all));
    } catch (InvalidSuite e) {
      throw new IOException("the suite: " + e.getMessage(), e);
    } catch (SQLException e) {
      throw tables.fault(e);
    }
  }
}
