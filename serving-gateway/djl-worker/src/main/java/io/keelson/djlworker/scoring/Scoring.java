package io.keelson.djlworker.scoring;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.keelson.djlworker.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program of a job that scores two classifiers on the same rows, which neither was trained on.
 * It reads {@code target}, {@code maxRows} and the sample's {@code seed} from {@code
 * KEELSON_PARAMETERS}. Below {@code KEELSON_INPUTS} it reads the one CSV file in {@code rows}; the
 * models in {@code champion} and {@code challenger}, each {@code model.onnx} with a {@code
 * signature.json} that names columns and labels; and what they were trained on, the one CSV file in
 * {@code trained/challenger} and what can be compared in {@code trained/champion}. It leaves {@code
 * scores.json} in {@code KEELSON_OUTPUTS}, with the counts of rows that were left out.
 *
 * <p>Exit codes: 0 scored; 1 a model fails; 2 the input cannot be scored. The reason is one line on
 * standard error.
 */
public final class Scoring {
  static final int SCORED = 0;
  static final int FAILED = 1;
  static final int REFUSED = 2;

  private Scoring() {}

  public static void main(String[] arguments) {
    Surroundings.settle();
    System.exit(run(System.getenv()));
  }

  static int run(Map<String, String> environment) {
    try {
      Path inputs = Path.of(environment.get("KEELSON_INPUTS"));
      JsonObject parameters =
          JsonParser.parseString(Files.readString(Path.of(environment.get("KEELSON_PARAMETERS"))))
              .getAsJsonObject();
      UnseenRows rows = rows(inputs, parameters);
      JsonObject scores =
          Scores.of(
              rows.labels(),
              answers(inputs.resolve("champion"), rows),
              answers(inputs.resolve("challenger"), rows));
      rows.counts().forEach(scores::addProperty);
      Files.writeString(
          Path.of(environment.get("KEELSON_OUTPUTS")).resolve("scores.json"),
          scores.toString(),
          StandardCharsets.UTF_8);
      System.out.printf("%d rows scored, of %s%n", rows.count(), rows.counts());
      return SCORED;
    } catch (CannotScore e) {
      return ended(REFUSED, e.getMessage());
    } catch (OutOfMemoryError e) {
      return ended(REFUSED, "the rows and a model need more memory than the job has");
    } catch (IOException | RuntimeException e) {
      boolean isInput = e instanceof JsonParseException;
      return ended(isInput ? REFUSED : FAILED, "the scoring failed: " + e);
    }
  }

  private static UnseenRows rows(Path inputs, JsonObject parameters)
      throws CannotScore, IOException {
    String target = parameters.get("target").getAsString();
    List<String> champion = Classifier.signature(inputs.resolve("champion")).columns();
    List<String> challenger = Classifier.signature(inputs.resolve("challenger")).columns();
    return UnseenRows.choose(
        CsvFile.only(inputs.resolve("rows")),
        target,
        new UnseenRows.Model(
            champion, comparable(inputs.resolve("trained/champion"), champion, target), true),
        new UnseenRows.Model(challenger, required(inputs.resolve("trained/challenger")), false),
        parameters.get("maxRows").getAsInt(),
        parameters.get("seed").getAsLong());
  }

  /** What the challenger was trained on, which is a file as the rows are. */
  private static List<CsvFile> required(Path folder) throws CannotScore, IOException {
    return List.of(CsvFile.only(folder));
  }

  /**
   * A champion may be of anybody's making: what its rows cannot be compared with is passed over.
   * Rows that it has seen can but make it look better than it is.
   */
  private static List<CsvFile> comparable(Path folder, List<String> columns, String target)
      throws IOException {
    List<CsvFile> files = new ArrayList<>();
    for (Path file : CsvFile.files(folder)) {
      try {
        CsvFile csv = CsvFile.open(file);
        if (csv.has(columns) && csv.has(List.of(target))) {
          files.add(csv);
        }
      } catch (CannotScore e) {
        System.out.println("not compared with: " + e.getMessage());
      }
    }
    return files;
  }

  private static String[] answers(Path folder, UnseenRows rows) throws CannotScore, IOException {
    try (Classifier model = Classifier.load(folder)) {
      return model.answers(rows).toArray(String[]::new);
    }
  }

  private static int ended(int code, String reason) {
    System.err.println(reason.lines().findFirst().orElse("failed"));
    return code;
  }
}
