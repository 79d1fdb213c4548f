package io.keelson.djlworker.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models on the same rows, as the trainer leaves both. */
class ScoringTest {
  @TempDir Path job;
  private Path wine;

  @BeforeEach
  void layOut() throws IOException, URISyntaxException {
    wine = Path.of(Objects.requireNonNull(ScoringTest.class.getResource("/wine")).toURI());
    for (String folder : List.of("rows", "champion", "challenger", "outputs")) {
      Files.createDirectories(job.resolve(folder));
    }
    for (String model : List.of("champion", "challenger")) {
      for (String file : List.of("model.onnx", "signature.json")) {
        Files.copy(wine.resolve(file), job.resolve(model).resolve(file));
      }
    }
    Files.copy(wine.resolve("predictions.csv"), job.resolve("rows/wine.csv"));
    parameters("predicted", 200_000);
  }

  private void parameters(String target, int maxRows) throws IOException {
    Files.writeString(
        job.resolve("parameters.json"),
        "{\"target\":\"%s\",\"maxRows\":%d}".formatted(target, maxRows));
  }

  private int run() {
    return Scoring.run(
        Map.of(
            "KEELSON_INPUTS", job.toString(),
            "KEELSON_PARAMETERS", job.resolve("parameters.json").toString(),
            "KEELSON_OUTPUTS", job.resolve("outputs").toString()));
  }

  private JsonObject scores() throws IOException {
    return JsonParser.parseString(Files.readString(job.resolve("outputs/scores.json")))
        .getAsJsonObject();
  }

  @Test
  void aModelAnswersAsTheTrainerSaidItWould() throws IOException {
    assertThat(run()).isEqualTo(Scoring.SCORED);
    long rows = Files.readAllLines(wine.resolve("predictions.csv")).size() - 1;
    assertThat(scores().get("bothRight").getAsLong()).isEqualTo(rows);
    assertThat(scores().get("onlyChampion").getAsInt()).isZero();
    assertThat(
            scores()
                .getAsJsonArray("metrics")
                .get(0)
                .getAsJsonObject()
                .get("champion")
                .getAsDouble())
        .isEqualTo(1);
  }

  /** Its labels stand in another order, so that it answers with others. */
  @Test
  void rowsOnWhichTheyDifferAreCountedApart() throws IOException {
    Path signature = job.resolve("champion/signature.json");
    JsonObject json = JsonParser.parseString(Files.readString(signature)).getAsJsonObject();
    var labels = json.getAsJsonArray("outputs").get(0).getAsJsonObject().getAsJsonArray("labels");
    var first = labels.get(0);
    labels.set(0, labels.get(1));
    labels.set(1, first);
    Files.writeString(signature, json.toString());
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(scores().get("onlyChampion").getAsInt()).isZero();
    assertThat(scores().get("onlyChallenger").getAsInt()).isPositive();
    assertThat(scores().get("bothRight").getAsInt()).isPositive();
  }

  @Test
  void noMoreRowsThanAllowedAreRead() throws IOException {
    parameters("predicted", 10);
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(scores().get("bothRight").getAsInt()).isEqualTo(10);
  }

  @Test
  void moreRowsThanOneBatchAreAnsweredInTheirOrder() throws IOException {
    List<String> lines = Files.readAllLines(wine.resolve("predictions.csv"));
    List<String> many = new ArrayList<>(List.of(lines.getFirst()));
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      many.add(lines.get(1 + random.nextInt(lines.size() - 1)));
    }
    Files.write(job.resolve("rows/wine.csv"), many);
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(scores().get("bothRight").getAsInt()).isEqualTo(3_000);
  }

  @Test
  void whatCannotBeScoredIsRefused() throws IOException {
    parameters("colour", 10);
    assertThat(run()).as("no such column").isEqualTo(Scoring.REFUSED);
    parameters("predicted", 10);
    Files.writeString(job.resolve("challenger/signature.json"), "{\"inputs\":[]}");
    assertThat(run()).as("no columns").isEqualTo(Scoring.REFUSED);
    Files.copy(
        wine.resolve("signature.json"),
        job.resolve("challenger/signature.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(job.resolve("challenger/model.onnx"), "\b no model");
    assertThat(run()).as("no model").isEqualTo(Scoring.REFUSED);
    assertThat(job.resolve("outputs/scores.json")).doesNotExist();
  }
}
