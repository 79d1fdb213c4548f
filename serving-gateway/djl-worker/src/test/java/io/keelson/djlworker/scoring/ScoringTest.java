package io.keelson.djlworker.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
    for (String folder :
        List.of("rows", "champion", "challenger", "outputs", "trained/challenger")) {
      Files.createDirectories(job.resolve(folder));
    }
    for (String model : List.of("champion", "challenger")) {
      for (String file : List.of("model.onnx", "signature.json")) {
        Files.copy(wine.resolve(file), job.resolve(model).resolve(file));
      }
    }
    Files.copy(wine.resolve("predictions.csv"), job.resolve("rows/wine.csv"));
    trainedOn("challenger", List.of());
    parameters("predicted", 200_000);
  }

  private void parameters(String target, int maxRows) throws IOException {
    Files.writeString(
        job.resolve("parameters.json"),
        "{\"target\":\"%s\",\"maxRows\":%d,\"seed\":7}".formatted(target, maxRows));
  }

  /** The header, and these rows below it. */
  private void trainedOn(String model, List<String> rows) throws IOException {
    Path folder = Files.createDirectories(job.resolve("trained").resolve(model));
    Files.write(folder.resolve("data.csv"), with(rows));
  }

  private List<String> with(List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(lines().getFirst()));
    lines.addAll(rows);
    return lines;
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(wine.resolve("predictions.csv"));
  }

  private List<String> rows() throws IOException {
    return lines().subList(1, lines().size());
  }

  private void evaluatedOn(List<String> rows) throws IOException {
    Files.write(job.resolve("rows/wine.csv"), with(rows));
  }

  private int count(String name) throws IOException {
    return scores().get(name).getAsInt();
  }

  private int scored() throws IOException {
    return count("bothRight")
        + count("bothWrong")
        + count("onlyChampion")
        + count("onlyChallenger");
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
    evaluatedOn(many(3_000));
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(count("bothRight")).isEqualTo(3_000);
    assertThat(count("duplicates")).isZero();
  }

  /** Rows that differ a little, with the answers of those that they are made of. */
  private List<String> many(int count) throws IOException {
    List<String> many = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < count; i++) {
      String[] cells = rows().get(random.nextInt(rows().size())).split(",");
      cells[13] = Float.toString(Float.parseFloat(cells[13]) + i / 1_000f);
      many.add(String.join(",", cells));
    }
    return many;
  }

  @Test
  void rowsThatEitherWasTrainedOnAreLeftOut() throws IOException {
    trainedOn("challenger", rows().subList(0, 10));
    trainedOn("champion", rows().subList(5, 20));
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(scored()).isEqualTo(rows().size() - 20);
    assertThat(count("inTraining")).isEqualTo(20);
    assertThat(count("labelled")).isEqualTo(rows().size());
  }

  /** What a model is asked with, and what is right, make a row; not how it is written. */
  @Test
  void aRowIsKnownByItsValuesAndLabelHoweverItIsWritten() throws IOException {
    String[] same = rows().get(0).split(",");
    same[0] = "another number of the row";
    same[1] = " +" + same[1] + "00 ";
    String[] relabelled = rows().get(1).split(",");
    relabelled[15] = "another label";
    trainedOn("challenger", List.of(String.join(",", same), String.join(",", relabelled)));
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(count("inTraining")).isEqualTo(1);
  }

  @Test
  void equalRowsAreCountedOnce() throws IOException {
    List<String> fannedOut = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      fannedOut.addAll(rows());
    }
    evaluatedOn(fannedOut);
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(scored()).isEqualTo(rows().size());
    assertThat(count("duplicates")).isEqualTo(49 * rows().size());
    assertThat(count("labelled")).isEqualTo(50 * rows().size());
  }

  /** Of a file in the order of its labels the head would be one label. */
  @Test
  void ofTooManyRowsAnEvenSampleIsTakenWhateverTheirOrder() throws IOException {
    List<String> sorted = many(900);
    sorted.sort(Comparator.comparing(row -> row.split(",")[15]));
    evaluatedOn(sorted);
    parameters("predicted", 300);
    assertThat(run()).isEqualTo(Scoring.SCORED);
    JsonObject first = scores();
    assertThat(scored()).isEqualTo(300);
    assertThat(first.getAsJsonArray("metrics"))
        .as("accuracy, macro F1 and the recall of each label")
        .hasSize(2 + 3);

    Collections.shuffle(sorted, new Random(1));
    evaluatedOn(sorted);
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(scores()).isEqualTo(first);
  }

  @Test
  void whereNoRowIsLeftTheCountsSayWhy() throws IOException {
    trainedOn("challenger", rows());
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(scored()).isZero();
    assertThat(count("inTraining")).isEqualTo(rows().size());
    assertThat(scores().getAsJsonArray("metrics")).isEmpty();
  }

  @Test
  void whatAChampionOfAnotherMakingWasTrainedOnIsComparedWhereItCanBe() throws IOException {
    trainedOn("champion", rows().subList(0, 3));
    Files.write(
        job.resolve("trained/champion/any.parquet"), new byte[] {'P', 'A', 'R', '1', 0, 34});
    Files.writeString(job.resolve("trained/champion/other.csv"), "a,b\n1,2\n");
    assertThat(run()).isEqualTo(Scoring.SCORED);
    assertThat(count("inTraining")).isEqualTo(3);

    Files.write(
        job.resolve("trained/champion/data.csv"),
        new byte[] {'\n', (byte) 0xff, (byte) 0xfe},
        StandardOpenOption.APPEND);
    assertThat(run()).as("a file that breaks in the middle").isEqualTo(Scoring.SCORED);
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
