package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that run until they are told to end. */
final class ServiceIT {
  private static final String ECHO =
      """
      import os, socket
      server = socket.socket(socket.AF_UNIX)
      server.bind('/job/replica.sock' if os.path.exists('/run/keelson') else os.environ['KEELSON_OUTPUTS'] + '/../replica.sock')
      server.listen()
      while True:
          caller, _ = server.accept()
          caller.sendall(b'echo ' + caller.recv(100))
          caller.close()
      """;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
    fixture.start(fixture.config.withMeteringInterval(Duration.ofSeconds(1)));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private JobSpec service(String... command) {
    return fixture.spec(
        JobKind.SERVICE, List.of(command), new Resources(0.5, 128 * BrokerFixture.MIB), null);
  }

  private void stop(UUID id) {
    fixture.ground.database.transact(
        fixture.tenantId,
        tx -> {
          fixture.jobs.stop(tx, id);
          return null;
        });
  }

  @Test
  void aServiceIsReachedAtItsSocketUntilItIsStopped() throws IOException {
    UUID id = fixture.submit(service("python3", "-c", ECHO));
    BrokerFixture.until(
        "it listens", () -> fixture.jobs.serviceSocket(fixture.tenantId, id).isPresent());
    Path socket = fixture.jobs.serviceSocket(fixture.tenantId, id).orElseThrow();

    assertThat(call(socket, "hello")).isEqualTo("echo hello");
    assertThat(socket.getParent().getFileName()).hasToString("s");
    stop(id);
    stop(id);
    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.reason()).isEqualTo("stopped");
    assertThat(fixture.jobs.serviceSocket(fixture.tenantId, id)).isEmpty();
    assertThat(fixture.jobs.page(fixture.tenantId, fixture.projectId, java.util.Set.of(), 10, null))
        .isEmpty();
  }

  private static String call(Path socket, String word) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(100);
      for (int n = 0; n >= 0; ) {
        n = channel.read(answer);
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aServiceThatRunsLongIsMeteredWindowByWindowWithoutGapOrOverlap() {
    UUID id = fixture.submit(service("sh", "-c", "echo up; exec sleep 1000"));
    String lines =
        " FROM billing.usage_event WHERE source_id = '%s' AND meter = 'replica.cpu_seconds'"
            .formatted(id);
    BrokerFixture.until(
        "three windows are on the ledger",
        () -> Integer.parseInt(fixture.one("SELECT count(*)" + lines)) >= 3);
    stop(id);
    Job job = fixture.ended(id);

    assertThat(fixture.one("SELECT sum(to_at - from_at) = max(to_at) - min(from_at)" + lines))
        .isEqualTo("t");
    assertThat(
            fixture.one(
                "SELECT sum(quantity) = extract(epoch FROM max(to_at) - min(from_at)) * 0.5"
                    + lines))
        .isEqualTo("t");
    BigDecimal seconds =
        new BigDecimal(fixture.one("SELECT extract(epoch FROM max(to_at) - min(from_at))" + lines));
    BigDecimal held =
        BigDecimal.valueOf(Duration.between(job.startedAt(), job.endedAt()).toMillis(), 3);
    assertThat(seconds).isEqualByComparingTo(held);
  }

  @Test
  void aServiceThatEndsByItselfHasFailed() {
    UUID id = fixture.submit(service("true"));

    Job job = fixture.ended(id);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).isEqualTo("the service ended by itself: exit code 0");
  }

  @Test
  void aLinkInPlaceOfTheSocketLeadsNowhere() {
    UUID id =
        fixture.submit(
            service(
                "sh",
                "-c",
                "ln -s /run/keelson/api.sock replica.sock; echo linked; exec sleep 1000"));
    fixture.untilSaid(id, "linked");

    assertThat(fixture.jobs.serviceSocket(fixture.tenantId, id)).isEmpty();
    stop(id);
    fixture.ended(id);
    assertThat(fixture.one("SELECT count(*) FROM compute.lease WHERE socket_path IS NOT NULL"))
        .isEqualTo("0");
  }
}
