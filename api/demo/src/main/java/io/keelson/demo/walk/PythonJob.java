package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Json;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.LeftOut;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A plain script of scikit-learn that knows nothing of the platform, run as a job. */
final class PythonJob {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final long PYTHON_LIMIT_S = 60;
  private static final double ENOUGH_ACCURACY = 0.90;
  private static final String SEAL =
      "mutation ($id: ID!) { sealDatasetVersion(id: $id) { id status } }";
  private final DemoRun run;

  PythonJob(DemoRun run) {
    this.run = run;
  }

  List<Step> steps() {
    return List.of(Step.of("run a scikit-learn train.py", this::train));
  }

  private Result train() throws Exception {
    String wine = run.validatedWine.get();
    String experiment = run.experimentId.get();
    String version = sklearnVersion();
    Jobs jobs = new Jobs(run);
    Jobs.Submitted job =
        jobs.submit(
            Map.of(
                "projectId",
                run.projectId.get(),
                "experimentId",
                experiment,
                "name",
                "scikit-learn",
                "command",
                List.of("python3", "/job/inputs/code/train.py"),
                "inputs",
                List.of(
                    Map.of("datasetVersionId", codeVersion(), "path", "code"),
                    Map.of("datasetVersionId", wine, "path", "data"))));
    jobs.awaitSuccess(job);
    byte[] file = new Artifacts(run).download(job.runId(), "metrics.json");
    JsonNode metrics = Json.MAPPER.readTree(file);
    double accuracy = metrics.path("accuracy").asDouble();
    Check.that(
        accuracy >= ENOUGH_ACCURACY,
        "accuracy in metrics.json: %s (expected: at least %s)",
        accuracy,
        ENOUGH_ACCURACY);
    return Result.of(
        "scikit-learn %s, unmodified; metrics.json says accuracy %.4f", version, accuracy);
  }

  /** The script as a sealed data set version of its own. */
  private String codeVersion() throws Exception {
    DatasetUploads uploads = new DatasetUploads(run);
    String version = uploads.open("code").path("id").asText();
    uploads.put(version, DataFile.of("train.py"));
    run.engineer.call(SEAL, Map.of("id", version));
    return version;
  }

  /**
   * Asks the Python that jobs use.
   *
   * @throws LeftOut when it cannot run the script
   */
  private static String sklearnVersion() throws IOException, InterruptedException {
    if (!Files.isExecutable(PYTHON)) {
      throw new LeftOut("there is no " + PYTHON);
    }
    Process python =
        new ProcessBuilder(
                PYTHON.toString(), "-c", "import numpy, sklearn; print(sklearn.__version__)")
            .redirectErrorStream(true)
            .start();
    if (!python.waitFor(PYTHON_LIMIT_S, TimeUnit.SECONDS)) {
      python.destroyForcibly();
      throw new LeftOut(PYTHON + " did not import sklearn within " + PYTHON_LIMIT_S + " s");
    }
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String last = said.lines().reduce("", (before, line) -> line);
    if (python.exitValue() != 0) {
      throw new LeftOut(PYTHON + " has no scikit-learn (" + last + ")");
    }
    return last;
  }
}
