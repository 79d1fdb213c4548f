package io.keelson.djlworker.scoring;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.keelson.djlworker.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The program of a job that scores two classifiers on the same rows. It reads {@code target} and
 * {@code maxRows} from {@code KEELSON_PARAMETERS}, the one CSV file in {@code rows} below {@code
 * KEELSON_INPUTS} and the models in {@code champion} and {@code challenger} there, each {@code
 * model.onnx} with a {@code signature.json} that names columns and labels, and leaves {@code
 * scores.json} in {@code KEELSON_OUTPUTS}.
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
      LabelledRows rows =
          LabelledRows.read(
              inputs.resolve("rows"),
              parameters.get("target").getAsString(),
              parameters.get("maxRows").getAsInt());
      String[] champion = answers(inputs.resolve("champion"), rows);
      String[] challenger = answers(inputs.resolve("challenger"), rows);
      Files.writeString(
          Path.of(environment.get("KEELSON_OUTPUTS")).resolve("scores.json"),
          Scores.of(rows.labels(), champion, challenger).toString(),
          StandardCharsets.UTF_8);
      System.out.printf("%d rows scored%n", rows.labels().length);
      return SCORED;
    } catch (CannotScore e) {
      return ended(REFUSED, e.getMessage());
    } catch (IOException | RuntimeException e) {
      boolean isInput = e instanceof JsonParseException;
      return ended(isInput ? REFUSED : FAILED, "the scoring failed: " + e);
    }
  }

  private static String[] answers(Path folder, LabelledRows rows) throws CannotScore, IOException {
    try (Classifier model = Classifier.load(folder)) {
      return model.answers(rows.values(model.columns()));
    }
  }

  private static int ended(int code, String reason) {
    System.err.println(reason.lines().findFirst().orElse("failed"));
    return code;
  }
}
