package io.keelson.bench.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.bench.CannotRun;
import io.keelson.bench.measure.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Evidently in the version of {@code requirements.txt}, in an environment of its own. */
final class Evidently {
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(15);
  private static final Duration LIMIT = Duration.ofHours(2);

  private final String python;
  private final Path folder;

  private Evidently(String python, Path folder) {
    this.python = python;
    this.folder = folder;
  }

  /**
   * @param python one that has the packages already, or empty: then they are installed from PyPI
   * @throws CannotRun where there is no Python, or PyPI does not give them
   */
  static Evidently in(Path folder, String python) throws IOException {
    copy(folder, "evidently_says.py");
    if (!python.isEmpty()) {
      return new Evidently(python, folder);
    }
    Path requirements = copy(folder, "requirements.txt");
    String system = Tool.find("python3", "python3-venv");
    String own = folder.resolve("venv/bin/python").toString();
    try {
      Tool.run(INSTALL_LIMIT, List.of(system, "-m", "venv", folder.resolve("venv").toString()));
      Tool.run(
          INSTALL_LIMIT,
          List.of(
              own,
              "-m",
              "pip",
              "install",
              "--quiet",
              "--disable-pip-version-check",
              "--only-binary",
              ":all:",
              "--requirement",
              requirements.toString()));
    } catch (IllegalStateException e) {
      throw new CannotRun("Evidently cannot be installed from PyPI: " + e.getMessage());
    }
    return new Evidently(own, folder);
  }

  private static Path copy(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream resource = Evidently.class.getResourceAsStream(name)) {
      Files.copy(resource, file);
    }
    return file;
  }

  /**
   * What its default test says.
   *
   * @param test its name
   * @param threshold what is drift for it by default
   * @param scores of each window, by shift
   */
  record Said(String test, double threshold, List<double[]> scores) {
    /** Some of its tests give p-values, of which the least are the most suspicious. */
    boolean isPValue() {
      return test.endsWith("p_value") || test.equals("ks") || test.equals("z");
    }
  }

  Said score(NormalStreams streams, double... shifts) throws IOException {
    Path file = folder.resolve("streams");
    streams.write(file);
    List<String> command =
        new ArrayList<>(
            List.of(
                python,
                folder.resolve("evidently_says.py").toString(),
                file.toString(),
                "" + streams.referenceRows(),
                "" + streams.windows(),
                "" + streams.windowRows()));
    for (double shift : shifts) {
      command.add("" + shift);
    }
    String output = Tool.run(LIMIT, Map.of("HOME", folder.toString()), command);
    Files.delete(file);
    JsonNode said = new ObjectMapper().readTree(output.substring(output.lastIndexOf("{\"test\"")));
    List<double[]> scores = new ArrayList<>();
    for (JsonNode of : said.get("scores")) {
      double[] values = new double[of.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = of.get(i).asDouble();
      }
      scores.add(values);
    }
    return new Said(said.get("test").asText(), said.get("threshold").asDouble(), scores);
  }
}
