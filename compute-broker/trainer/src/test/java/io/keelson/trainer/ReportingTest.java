package io.keelson.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.trainer.report.SocketApi;
import io.keelson.trainer.report.SocketApi.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer's talk with the platform, over a real Unix socket. */
class ReportingTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  @TempDir Path folder;

  @Test
  void everyEpochArrivesWithTheFinalMeasuresOnTheLastStep() throws Exception {
    TrainerRun run = run().with(p -> p.put("epochs", 40).put("seed", 5));
    run.environment.put("TRACEPARENT", TRACE);

    SocketApi api = start(run, call -> Answer.TAKEN, Trainer.TRAINED);

    SocketApi.Call first = api.calls.getFirst();
    assertThat(first.line()).isEqualTo("POST /graphql HTTP/1.1");
    assertThat(first.headers())
        .containsEntry("authorization", "Bearer secret-token")
        .containsEntry("x-keelson-tenant", "acme")
        .containsEntry("traceparent", TRACE);
    assertThat(first.body().get("query").asText())
        .isEqualTo("mutation($input: LogBatchInput!) { logBatch(input: $input) { id } }");
    assertThat(first.input().get("runId").asText()).isEqualTo("run-1");
    assertThat(steps(api, "train.loss")).hasSize(40).isSorted().startsWith(1L).endsWith(40L);
    assertThat(steps(api, "train.accuracy")).hasSize(40);
    assertThat(steps(api, "test.accuracy")).hasSize(40);
    assertThat(steps(api, "test.loss")).containsExactly(40L);
    double logged = last(api, "test.accuracy");
    assertThat(logged).isEqualTo(run.json("evaluation.json").get("accuracy").asDouble());
    assertThat(parameters(api))
        .contains("seed=5", "epochs=40", "optimizer=adagrad", "learningRate=0.1");
    assertThat(said(api, "tags")).containsExactly("keelson.total_steps=40");
    assertThat(api.mostAtOnce).hasValue(1);
    assertThat(api.calls.size()).isLessThan(20);
  }

  @Test
  void whatPassesIsTriedAgainUnderTheSameKey() throws Exception {
    List<Answer> troubles =
        List.of(
            Answer.HANG_UP,
            new Answer(503, "busy"),
            Answer.error("UNAVAILABLE"),
            Answer.error("RATE_LIMITED"),
            new Answer(429, ""));

    SocketApi api =
        start(
            run(),
            call -> call <= troubles.size() ? troubles.get(call - 1) : Answer.TAKEN,
            Trainer.TRAINED);

    List<String> keys =
        api.calls.stream().map(call -> call.headers().get("idempotency-key")).toList();
    assertThat(keys.subList(0, 6)).containsOnly(keys.getFirst());
    assertThat(keys.getLast()).isNotEqualTo(keys.getFirst());
  }

  @Test
  void aRefusalFailsTheJobWithItsReason() throws Exception {
    for (Answer refusal :
        List.of(Answer.error("FORBIDDEN"), new Answer(401, "{}"), new Answer(200, "hello"))) {
      TrainerRun run = run();
      SocketApi api = start(run, call -> refusal, Trainer.REPORT_FAILED);

      assertThat(api.calls).hasSize(1);
      assertThat(run.err.lines()).hasSize(1);
      assertThat(run.err).contains("refused the run's metrics");
    }
  }

  @Test
  void anApiThatIsNotThereFailsTheJobAfterItsPatience() throws Exception {
    TrainerRun run = run();
    run.patience = Duration.ofMillis(700);
    run.environment.put("KEELSON_API_SOCKET", folder.resolve("nobody.sock").toString());

    assertThat(run.start()).isEqualTo(Trainer.REPORT_FAILED);
    assertThat(run.err).contains("did not take the run's metrics").contains("no answer");
    assertThat(run.err).doesNotContain("secret-token");
  }

  @Test
  void anApiThatNeverRecoversFailsTheJobAfterItsPatience() throws Exception {
    TrainerRun run = run();
    run.patience = Duration.ofMillis(700);

    start(run, call -> Answer.error("UNAVAILABLE"), Trainer.REPORT_FAILED);
    assertThat(run.err).contains("UNAVAILABLE");
  }

  @Test
  void noAddressIsSaid() throws Exception {
    TrainerRun run = run();
    run.environment.remove("KEELSON_API_SOCKET");

    assertThat(run.start()).isEqualTo(Trainer.REPORT_FAILED);
    assertThat(run.err).contains("KEELSON_API_SOCKET").contains("KEELSON_URL");
  }

  @Test
  void withoutATokenNothingIsReported() throws Exception {
    TrainerRun run = run();
    run.environment.remove("KEELSON_TOKEN");

    SocketApi api = start(run, call -> Answer.TAKEN, Trainer.TRAINED);
    assertThat(api.calls).isEmpty();
  }

  private TrainerRun run() throws Exception {
    TrainerRun run = new TrainerRun(folder.resolve(Long.toString(System.nanoTime())));
    run.environment.put("KEELSON_TOKEN", "secret-token");
    run.environment.put("KEELSON_TENANT", "acme");
    run.environment.put("KEELSON_RUN_ID", "run-1");
    run.environment.put(
        "KEELSON_API_SOCKET", folder.resolve(System.nanoTime() + ".sock").toString());
    return run;
  }

  private static SocketApi start(TrainerRun run, IntFunction<Answer> answers, int expectedCode)
      throws Exception {
    try (SocketApi api =
        new SocketApi(Path.of(run.environment.get("KEELSON_API_SOCKET")), answers)) {
      assertThat(run.start()).as(run.err).isEqualTo(expectedCode);
      return api;
    }
  }

  private static List<Long> steps(SocketApi api, String key) {
    return api.metrics().stream()
        .filter(metric -> metric.get("key").asText().equals(key))
        .map(metric -> metric.get("step").asLong())
        .toList();
  }

  private static double last(SocketApi api, String key) {
    List<JsonNode> of =
        api.metrics().stream().filter(metric -> metric.get("key").asText().equals(key)).toList();
    return of.getLast().get("value").asDouble();
  }

  private static List<String> parameters(SocketApi api) {
    return said(api, "params");
  }

  private static List<String> said(SocketApi api, String list) {
    return api.calls.stream()
        .flatMap(call -> call.input().get(list).valueStream())
        .map(param -> param.get("key").asText() + "=" + param.get("value").asText())
        .toList();
  }
}
