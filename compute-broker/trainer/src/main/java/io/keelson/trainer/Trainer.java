package io.keelson.trainer;

import io.keelson.trainer.data.Table;
import io.keelson.trainer.export.Outputs;
import io.keelson.trainer.learning.Learning;
import io.keelson.trainer.learning.LinearModel;
import io.keelson.trainer.report.MetricLog;
import io.keelson.trainer.report.ReportFailed;
import io.keelson.trainer.report.RunReporter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The program that a training job runs. It reads {@code KEELSON_PARAMETERS}, trains on a file below
 * {@code KEELSON_INPUTS}, leaves its results in {@code KEELSON_OUTPUTS} and, when {@code
 * KEELSON_TOKEN} is set, reports the run's metrics to the platform as it goes.
 *
 * <p>Exit codes: 0 trained and reported; 1 the training failed; 2 the input cannot be used; 3 the
 * platform did not take the report. The reason is one line on standard error.
 */
public final class Trainer {
  static final int TRAINED = 0;
  static final int TRAINING_FAILED = 1;
  static final int INPUT_REFUSED = 2;
  static final int REPORT_FAILED = 3;

  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_EPOCH_LINES = 100;

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final Duration reportPatience;

  Trainer(
      Map<String, String> environment, PrintStream out, PrintStream err, Duration reportPatience) {
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.reportPatience = reportPatience;
  }

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(new Trainer(System.getenv(), out, err, REPORT_PATIENCE).run());
  }

  int run() {
    try {
      Parameters parameters = Parameters.read(path("KEELSON_PARAMETERS"));
      Path outputs = path("KEELSON_OUTPUTS");
      Path data = DataFile.find(path("KEELSON_INPUTS"), parameters.data());
      Table table = Table.read(data, parameters.target(), parameters.features());
      out.printf(
          "%s: %d rows, %d features%n", data.getFileName(), table.rows(), table.features().size());
      train(parameters, table, Learning.of(parameters, table), outputs);
      return TRAINED;
    } catch (InvalidInput e) {
      return fail(INPUT_REFUSED, e.getMessage());
    } catch (ReportFailed e) {
      return fail(REPORT_FAILED, e.getMessage());
    } catch (Diverged e) {
      return fail(TRAINING_FAILED, e.getMessage());
    } catch (IOException e) {
      return fail(TRAINING_FAILED, "cannot write the results: " + e);
    } catch (Exception e) {
      return fail(TRAINING_FAILED, "the training failed: " + e);
    }
  }

  private void train(Parameters parameters, Table table, Learning learning, Path outputs)
      throws Exception {
    if (!reports()) {
      outputs(parameters, table, learning, epochs(parameters, learning, MetricLog.NONE))
          .writeTo(outputs);
      return;
    }
    try (RunReporter log = RunReporter.open(environment, reportPatience)) {
      log.parameters(parameters.asRunParameters());
      log.totalSteps(parameters.epochs());
      LinearModel model = epochs(parameters, learning, log);
      outputs(parameters, table, learning, model).writeTo(outputs);
      log.finish();
    }
  }

  private static Outputs outputs(
      Parameters parameters, Table table, Learning learning, LinearModel model) {
    return new Outputs(parameters, table, learning, model);
  }

  private boolean reports() {
    boolean token = !environment.getOrDefault("KEELSON_TOKEN", "").isEmpty();
    boolean run = !environment.getOrDefault("KEELSON_RUN_ID", "").isEmpty();
    if (token && !run) {
      out.println("no run is named (KEELSON_RUN_ID), so no metrics are reported");
    }
    return token && run;
  }

  private LinearModel epochs(Parameters parameters, Learning learning, MetricLog log)
      throws Diverged, ReportFailed {
    out.printf(
        "%d rows to train on, %d held out%n",
        learning.split().train().length, learning.split().test().length);
    int every = Math.max(1, parameters.epochs() / MAX_EPOCH_LINES);
    LinearModel model = null;
    for (int epoch = 1; epoch <= parameters.epochs(); epoch++) {
      model = learning.epoch();
      EpochMetrics metrics = EpochMetrics.of(learning, model);
      if (!metrics.isFinite()) {
        throw new Diverged(epoch, parameters.learningRate());
      }
      boolean last = epoch == parameters.epochs();
      log.metrics(epoch, last ? metrics.all() : metrics.perEpoch());
      if (last || epoch == 1 || epoch % every == 0) {
        out.printf(
            Locale.ROOT,
            "epoch %d/%d  train loss %.4f  held-out %s %.4f%n",
            epoch,
            parameters.epochs(),
            metrics.trainLoss(),
            learning.mainMeasure(),
            metrics.heldOutMain());
      }
    }
    return model;
  }

  private Path path(String name) throws InvalidInput {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new InvalidInput(name, null, "a path in this environment variable");
    }
    return Path.of(value);
  }

  private int fail(int code, String reason) {
    err.println(reason.lines().findFirst().orElse("failed"));
    return code;
  }
}
