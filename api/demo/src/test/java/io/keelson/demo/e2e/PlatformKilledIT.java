package io.keelson.demo.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Refused;
import io.keelson.tenancy.embedded.ProcessIdentity;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The platform is killed in the middle of things; the next one goes on with them, and nothing is
 * done or billed twice.
 */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(300)
final class PlatformKilledIT extends WholePlatform {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MIB = 1 << 20;
  private static final int FILE_BYTES = 80 * MIB;

  /** Two parts of an upload, and a piece of the third. */
  private static final int SENT_BYTES = 72 * MIB;

  private static final long DURABLE_BYTES = 64L * MIB;
  private static final long BROKEN_OFF_LIMIT_S = 60;
  private static final String CPU_SECONDS = "job.cpu_seconds";
  private static final String REQUESTS = "inference.requests";

  private Workspace jobs;
  private BigDecimal billedForJobs;
  private Workspace serving;
  private BigDecimal answered;

  PlatformKilledIT() {
    super("killed");
  }

  private void restart() throws Exception {
    platform.start().awaitReady();
  }

  @Test
  @Order(1)
  void aJobThatRunsIsFinishedAndBilledOnce() throws Exception {
    jobs = Workspace.create(doors, doors.machine, "jobs");
    String jobId =
        jobs.runScript(
            "survivor",
            """
            echo started >> $KEELSON_OUTPUTS/starts.txt
            echo started
            sleep 12
            echo done > $KEELSON_OUTPUTS/done.txt
            """);
    jobs.awaitLine(PATIENCE, jobId, "started");
    Waiting.until(
        PATIENCE, "a first window is billed", () -> !jobs.usage().lines(CPU_SECONDS).isEmpty());

    platform.kill();
    restart();
    JsonNode job = jobs.awaitSuccess(PATIENCE, jobId);

    assertThat(job.path("attempt").asInt()).isEqualTo(1);
    Map<String, byte[]> artifacts = jobs.artifacts(job.at("/run/id").asText());
    assertThat(artifacts).containsOnlyKeys("starts.txt", "done.txt");
    assertThat(artifacts.get("starts.txt")).asString(UTF_8).isEqualTo("started\n");
    assertThat(artifacts.get("done.txt")).asString(UTF_8).isEqualTo("done\n");
    assertBilledOnce(job);
  }

  private void assertBilledOnce(JsonNode job) throws Exception {
    Usage usage = jobs.usage();
    List<UsageLine> lines = usage.lines(CPU_SECONDS);
    Usage.assertSeamless(lines);
    Usage.assertSeamless(usage.lines("job.memory_gib_seconds"));
    assertThat(lines).hasSizeGreaterThan(1);
    double seconds =
        Duration.between(time(job, "startedAt"), time(job, "endedAt")).toMillis() / 1000.0;
    double expected = job.at("/resources/cpus").asDouble() * seconds;
    billedForJobs = usage.sum(CPU_SECONDS);
    assertThat(billedForJobs.doubleValue()).isCloseTo(expected, within(2.0));
    assertThat(seconds).isGreaterThanOrEqualTo(12);
  }

  private static OffsetDateTime time(JsonNode job, String field) {
    return OffsetDateTime.parse(job.path(field).asText());
  }

  @Test
  @Order(2)
  void anUploadThatStreamsGoesOnWhereItWasDurable() throws Exception {
    Workspace uploads = Workspace.create(doors, doors.machine, "uploads");
    byte[] bytes = new byte[FILE_BYTES];
    new Random(3).nextBytes(bytes);
    String digest = Digest.of(bytes);
    DatasetVersion version = DatasetVersion.open(uploads, "noise");
    URI link = version.startUpload("noise.bin", FILE_BYTES, digest);
    try (StallingBody body = new StallingBody(bytes, SENT_BYTES)) {
      CompletableFuture<HttpResponse<String>> broken = send(link, body);
      Waiting.until(
          PATIENCE,
          "two parts are durable",
          () -> doors.tus.offsetBytes(link) == DURABLE_BYTES && !broken.isDone());
      platform.kill();
      assertThatThrownBy(() -> broken.get(BROKEN_OFF_LIMIT_S, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
    restart();

    long held = doors.tus.offsetBytes(link);
    assertThat(held).isEqualTo(DURABLE_BYTES);
    assertThatThrownBy(version::seal)
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo("CONFLICT"));
    assertThat(version.look().path("status").asText()).isEqualTo("OPEN");
    assertThat(version.file().isMissingNode()).isTrue();
    // The one that was killed still holds the upload for some seconds.
    long whole =
        Waiting.untilAnswered(
            PATIENCE,
            "the rest is taken",
            () ->
                doors.tus.append(
                    link, held, bytes, Math.toIntExact(held), Math.toIntExact(FILE_BYTES - held)));

    assertThat(whole).isEqualTo(FILE_BYTES);
    assertThat(version.file().path("digest").asText()).isEqualTo("sha256:" + digest);
    assertThat(version.seal().path("status").asText()).isEqualTo("SEALED");
    assertThat(downloaded(version)).isEqualTo(digest);
  }

  private CompletableFuture<HttpResponse<String>> send(URI link, InputStream body) {
    HttpRequest request =
        HttpRequest.newBuilder(link)
            .header("Tus-Resumable", "1.0.0")
            .header("Content-Type", "application/offset+octet-stream")
            .header("Upload-Offset", "0")
            .method(
                "PATCH",
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> body), FILE_BYTES))
            .build();
    return doors.http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private String downloaded(DatasetVersion version) throws Exception {
    URI link = URI.create(version.file().path("downloadUrl").asText());
    HttpResponse<InputStream> answer =
        doors.http.send(
            HttpRequest.newBuilder(link).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return Digest.of(answer.body());
  }

  @Test
  @Order(3)
  void aReplicaGoesOnServingAndEachAnswerIsBilledOnce() throws Exception {
    serving = Workspace.create(doors, doors.person("engineer"), "serving");
    ServedModel model = ServedModel.deploy(serving, doors.person("reviewer"), "wine-killed");
    ProcessIdentity replica = replica();
    String jobId = onlyReplica(model);
    PredictionStream stream =
        new PredictionStream(doors.inference, model.name, ServedModel.rows(8));
    try (stream) {
      Waiting.until(PATIENCE, "a first bill", () -> serving.usage().sum(REQUESTS).signum() > 0);
      Waiting.until(PATIENCE, "predictions", () -> stream.answered() > 50);

      stream.betweenRequests(platform::kill);
      long before = stream.answered();
      assertThat(replica.isRunning()).isTrue();
      Waiting.until(PATIENCE, "refused predictions", () -> stream.refused() > 0);
      restart();
      Waiting.until(PATIENCE, "predictions again", () -> stream.answered() > before + 50);
    }
    assertThat(stream.wrongAnswer()).isNull();
    assertThat(stream.uncertain()).isZero();
    assertThat(replica()).isEqualTo(replica);
    assertThat(replica.isRunning()).isTrue();
    assertThat(onlyReplica(model)).isEqualTo(jobId);
    answered = BigDecimal.valueOf(stream.answered());
    Waiting.until(
        PATIENCE,
        answered + " predictions are billed",
        () -> serving.usage().sum(REQUESTS).compareTo(answered) >= 0);
    model.stop();
    Usage usage = serving.usage();
    assertThat(usage.sum(REQUESTS)).isEqualByComparingTo(answered);
    Usage.assertSeamless(usage.lines("replica.cpu_seconds"));
    Usage.assertSeamless(usage.lines("replica.memory_gib_seconds"));
  }

  /** The head of the only job there is. */
  private ProcessIdentity replica() {
    List<Path> folders = installation.jobs();
    assertThat(folders).hasSize(1);
    return ProcessIdentity.recorded(folders.getFirst().resolve("control").resolve("group"))
        .orElseThrow();
  }

  private static String onlyReplica(ServedModel model) throws Exception {
    JsonNode replicas = model.revision().path("replicas");
    assertThat(replicas).hasSize(1);
    assertThat(replicas.path(0).path("endedAt").isNull()).isTrue();
    return replicas.path(0).path("jobId").asText();
  }

  @Test
  @Order(4)
  void afterwardsNothingRunsAndNothingMoreIsBilled() throws Exception {
    assertThat(installation.jobs()).isEmpty();
    assertThat(installation.processes())
        .as("the platform alone")
        .extracting(process -> process.handle().pid())
        .containsExactly(platform.pid());

    platform.stop();

    assertThat(installation.processes()).isEmpty();
    assertThat(servers.number(sum(CPU_SECONDS, "jobs"))).isEqualByComparingTo(billedForJobs);
    assertThat(servers.number(sum(REQUESTS, "serving"))).isEqualByComparingTo(answered);
  }

  private static String sum(String meter, String project) {
    return """
    SELECT sum(u.quantity)
    FROM billing.usage_event u
    JOIN catalog.project p ON p.tenant_id = u.tenant_id AND p.id = u.project_id
    WHERE u.meter = '%s' AND p.slug = '%s'
    """
        .formatted(meter, project);
  }
}
