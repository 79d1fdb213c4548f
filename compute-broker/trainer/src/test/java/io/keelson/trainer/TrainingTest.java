package io.keelson.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.trainer.learning.Optimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 42, -7, 20260101})
  void defaultsReachNineInTenOfTheHeldOutWines(long seed) throws Exception {
    TrainerRun run = run("a").with(p -> p.put("seed", seed));

    assertThat(run.start()).as(run.err).isZero();

    JsonNode evaluation = run.json("evaluation.json");
    assertThat(evaluation.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.90);
    assertThat(evaluation.get("trainRows").asInt() + evaluation.get("testRows").asInt())
        .isEqualTo(178);
  }

  @ParameterizedTest
  @EnumSource(Optimizer.class)
  void everyOptimizerLearns(Optimizer optimizer) throws Exception {
    TrainerRun run =
        run("a").with(p -> p.put("optimizer", optimizer.name().toLowerCase(java.util.Locale.ROOT)));

    assertThat(run.start()).as(run.err).isZero();

    assertThat(run.json("evaluation.json").get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.90);
    assertThat(run.json("evaluation.json").get("train").get("loss").asDouble()).isLessThan(0.1);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() throws Exception {
    TrainerRun first = run("a").with(p -> p.put("seed", 11));
    TrainerRun again = run("b").with(p -> p.put("seed", 11));
    TrainerRun other = run("c").with(p -> p.put("seed", 12));
    for (TrainerRun run : List.of(first, again, other)) {
      assertThat(run.start()).as(run.err).isZero();
    }

    assertThat(weightsDigest(again))
        .isEqualTo(weightsDigest(first))
        .isNotEqualTo(weightsDigest(other));
    assertThat(again.outputs.resolve("model.onnx"))
        .hasSameBinaryContentAs(first.outputs.resolve("model.onnx"));
    assertThat(again.outputs.resolve("predictions.csv"))
        .hasSameBinaryContentAs(first.outputs.resolve("predictions.csv"));
    assertThat(other.outputs.resolve("predictions.csv").toFile())
        .doesNotHave(
            new org.assertj.core.api.Condition<>(
                file -> read(file.toPath()).equals(read(first.outputs.resolve("predictions.csv"))),
                "same rows"));
  }

  @Test
  void hyperparametersChangeTheModel() throws Exception {
    TrainerRun plain = run("a");
    TrainerRun decayed = run("b").with(p -> p.put("l2", 0.1));
    TrainerRun slow = run("c").with(p -> p.put("learningRate", 0.001).put("epochs", 2));
    for (TrainerRun run : List.of(plain, decayed, slow)) {
      assertThat(run.start()).as(run.err).isZero();
    }

    assertThat(weightsDigest(decayed)).isNotEqualTo(weightsDigest(plain));
    assertThat(sizeOfWeights(decayed)).isLessThan(sizeOfWeights(plain));
    assertThat(slow.json("evaluation.json").get("loss").asDouble())
        .isGreaterThan(plain.json("evaluation.json").get("loss").asDouble());
  }

  @Test
  void aRegressionFindsTheLineBehindTheNumbers() throws Exception {
    TrainerRun run = run("a");
    StringBuilder csv = new StringBuilder("x,y,z\n");
    for (int i = 0; i < 400; i++) {
      double x = i % 20;
      double y = (i * 7) % 13;
      csv.append(x)
          .append(',')
          .append(y)
          .append(',')
          .append(3000 * x - 200 * y + 50_000)
          .append('\n');
    }
    Files.writeString(run.inputs.resolve("line.csv"), csv);
    run.with(
        p ->
            p.put("task", "REGRESSION")
                .put("data", "line.csv")
                .put("target", "z")
                .put("epochs", 100));

    assertThat(run.start()).as(run.err).isZero();

    JsonNode evaluation = run.json("evaluation.json");
    assertThat(evaluation.get("r2").asDouble()).isGreaterThan(0.9999);
    assertThat(evaluation.get("rmse").asDouble()).isLessThan(50);
    assertThat(run.json("signature.json").at("/outputs/0/name").asText()).isEqualTo("prediction");
    assertThat(run.out).contains("held-out rmse");
  }

  @Test
  void missingValuesCountAsTheMeanAndAreCounted() throws Exception {
    TrainerRun run = run("a");
    String wine = read(run.inputs.resolve("wine.csv"));
    Files.writeString(run.inputs.resolve("wine.csv"), wine.replaceFirst("(?m)^14.23,1.71", ",NA"));

    assertThat(run.start()).as(run.err).isZero();

    JsonNode first = run.json("reference-profile.json").at("/features/0");
    int inTraining = first.get("missing").asInt();
    assertThat(inTraining + (read(run.outputs.resolve("predictions.csv")).contains("NaN") ? 1 : 0))
        .isEqualTo(1);
    assertThat(run.json("evaluation.json").get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.90);
  }

  @Test
  void theProfileDescribesTheTrainingRows() throws Exception {
    TrainerRun run = run("a");
    assertThat(run.start()).as(run.err).isZero();

    JsonNode profile = run.json("reference-profile.json");
    assertThat(profile.get("features")).hasSize(13);
    int column = 0;
    for (JsonNode feature : profile.get("features")) {
      assertThat(feature.get("tensor").asText()).isEqualTo("features");
      assertThat(feature.get("column").asInt()).isEqualTo(column++);
      assertThat(feature.at("/bins/kind").asText()).isEqualTo("numeric");
      List<Double> edges = doubles(feature.at("/bins/edges"));
      List<Double> counts = doubles(feature.get("counts"));
      assertThat(edges).hasSizeBetween(4, 20).isSorted().doesNotHaveDuplicates();
      assertThat(counts).hasSize(edges.size() + 2);
      assertThat(sum(counts)).isEqualTo(profile.get("rows").asInt());
      assertThat(counts.getLast()).as("missing").isZero();
      assertThat(feature.get("mean").asDouble())
          .isBetween(feature.get("min").asDouble(), feature.get("max").asDouble());
    }
    List<Double> ofAlcohol = doubles(profile.at("/features/0/counts"));
    assertThat(ofAlcohol.subList(0, ofAlcohol.size() - 1))
        .as("about a twentieth of the rows in each")
        .allSatisfy(count -> assertThat(count).isBetween(2.0, 14.0));
    assertThat(profile.at("/features/0/mean").asDouble()).isEqualTo(13.0, within(0.2));
  }

  @Test
  void theProfileDescribesWhatTheModelAnswersForTheTrainingRows() throws Exception {
    TrainerRun run = run("a");
    assertThat(run.start()).as(run.err).isZero();

    JsonNode prediction = run.json("reference-profile.json").get("prediction");
    assertThat(prediction.get("tensor").asText()).isEqualTo("label");
    assertThat(prediction.at("/bins/categories").toString()).isEqualTo("[\"0\",\"1\",\"2\"]");
    assertThat(prediction.get("labels")).hasSize(3);
    List<Double> counts = doubles(prediction.get("counts"));
    assertThat(sum(counts)).isEqualTo(run.json("reference-profile.json").get("rows").asInt());
    assertThat(counts.subList(0, 3)).allSatisfy(count -> assertThat(count).isGreaterThan(20));
    assertThat(counts.subList(3, 5)).as("others and missing").containsOnly(0.0);
  }

  @Test
  void aValueThatIsOftenThereHasABinOfItsOwn() throws Exception {
    TrainerRun run = run("a");
    StringBuilder csv = new StringBuilder("sparse,same,z\n");
    for (int i = 0; i < 200; i++) {
      csv.append(i % 10 == 9 ? "" : i % 10 < 6 ? "0" : Integer.toString(i)).append(",7,");
      csv.append(i).append('\n');
    }
    Files.writeString(run.inputs.resolve("line.csv"), csv);
    run.with(
        p ->
            p.put("task", "REGRESSION")
                .put("data", "line.csv")
                .put("target", "z")
                .put("epochs", 2));
    assertThat(run.start()).as(run.err).isZero();

    JsonNode profile = run.json("reference-profile.json");
    JsonNode sparse = profile.at("/features/0");
    List<Double> edges = doubles(sparse.at("/bins/edges"));
    List<Double> counts = doubles(sparse.get("counts"));
    assertThat(edges.subList(0, 2)).containsExactly(0.0, Math.nextUp(0.0));
    assertThat(counts.getFirst()).as("below zero").isZero();
    assertThat(counts.get(1)).as("zeros").isBetween(80.0, 112.0);
    assertThat(counts.getLast()).as("missing").isEqualTo(sparse.get("missing").asDouble());
    assertThat(doubles(profile.at("/features/1/bins/edges")))
        .containsExactly(7.0, Math.nextUp(7.0));
    assertThat(doubles(profile.at("/features/1/counts")))
        .containsExactly(0.0, profile.get("rows").asDouble(), 0.0, 0.0);
    assertThat(profile.at("/prediction/tensor").asText()).isEqualTo("prediction");
    assertThat(sum(doubles(profile.at("/prediction/counts"))))
        .isEqualTo(profile.get("rows").asInt());
  }

  @Test
  void featuresAreTakenInTheOrderAsked() throws Exception {
    TrainerRun run = run("a");
    run.parameters.putArray("features").add("Proline").add("Alcohol");

    assertThat(run.start()).as(run.err).isZero();

    assertThat(run.json("signature.json").at("/inputs/0/columns").toString())
        .isEqualTo("[\"Proline\",\"Alcohol\"]");
    assertThat(run.json("signature.json").at("/inputs/0/shape").toString()).isEqualTo("[-1,2]");
  }

  @Test
  void aFolderStandsForItsOnlyFile() throws Exception {
    TrainerRun run = run("a");
    Files.createDirectories(run.inputs.resolve("set"));
    Files.move(run.inputs.resolve("wine.csv"), run.inputs.resolve("set/wine.csv"));

    assertThat(run.with(p -> p.put("data", "set").put("epochs", 1)).start()).as(run.err).isZero();
    assertThat(run.with(p -> p.remove("data")).start()).as(run.err).isZero();
  }

  private static List<Double> doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asDouble).toList();
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  private TrainerRun run(String name) throws Exception {
    return new TrainerRun(folder.resolve(name));
  }

  private static String weightsDigest(TrainerRun run) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(run.outputs.resolve("model.onnx")));
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      sha.update(tensor.toByteArray());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static double sizeOfWeights(TrainerRun run) throws Exception {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(run.outputs.resolve("model.onnx")));
    return model.getGraph().getInitializerList().stream()
        .filter(tensor -> tensor.getName().equals("weights"))
        .flatMap(tensor -> tensor.getFloatDataList().stream())
        .mapToDouble(weight -> weight * weight)
        .sum();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
