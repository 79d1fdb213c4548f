package io.keelson.api.graphql.live.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.HeldTable;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.LoggedErrors;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawSocket;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.TenantDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sockets whose client is silent, takes nothing or has gone: they are ended, and nothing of them
 * stays.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class SocketEndsIT extends SocketFixture {
  @Inject TenantDatabase database;

  @Test
  void whoeverTakesNoCloseFrameIsCutOff() throws Exception {
    TestTenants.Made made = tenants.make("live-cut");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.subscribe("large", large());
      await(() -> sockets.held().memoryBytes() > 0);

      sockets.lookAt(Instant.now().plus(Duration.ofMinutes(6)));

      assertThat(await(() -> isCut(socket))).as("cut, although nothing was read").isTrue();
    }
  }

  private static boolean isCut(RawSocket socket) {
    try {
      socket.frame(RawSocket.FINAL | RawSocket.PING, new byte[0]);
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  @Test
  void whoeverAnswersNoCloseFrameIsCutOff() throws Exception {
    try (RawSocket socket = RawSocket.open(port)) {
      socket.say("no json");
      assertThat(socket.closeCode()).isEqualTo(4400);
      assertThat(socket.ends()).isTrue();
    }
  }

  @Test
  @Tag("heavy")
  void whoeverSendsPingsAndTakesNoPongsIsCutOff() throws Exception {
    TestTenants.Made made = tenants.make("live-pings");
    byte[] pings =
        repeated(RawSocket.encoded(RawSocket.FINAL | RawSocket.PING, new byte[125]), 1_000);
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      long sentBytes = 0;
      try {
        while (sentBytes < 64 << 20) {
          socket.write(pings);
          sentBytes += pings.length;
        }
      } catch (IOException cut) {
        // As it should.
      }

      assertThat(sentBytes).isLessThan(64 << 20);
    }
  }

  private static byte[] repeated(byte[] bytes, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  @Test
  void whoeverSaysNothingButPingsIsClosedInTime() throws Exception {
    try (RawSocket socket = RawSocket.open(port)) {
      socket.frame(RawSocket.FINAL | RawSocket.PING, new byte[0]);
      socket.say("{\"type\":\"ping\"}");
      assertThat(socket.next().text()).contains("pong");

      sockets.lookAt(Instant.now().plusSeconds(9));
      socket.say("{\"type\":\"ping\"}");
      assertThat(socket.next().text()).contains("pong");
      sockets.lookAt(Instant.now().plusSeconds(11));

      assertThat(socket.closeCode()).isEqualTo(4408);
    }
  }

  @Test
  void aRequestThatOpensNoSocketHoldsNothing() throws Exception {
    List<String> headers =
        List.of(
            "",
            "Sec-WebSocket-Version: 13\r\n",
            "Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (String header : headers) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket
            .getOutputStream()
            .write(
                ("GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + header
                        + "\r\n")
                    .getBytes(UTF_8));
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 4".length());
        assertThat(new String(status, UTF_8)).as(header).isEqualTo("HTTP/1.1 4");
        nothingIsHeldAnyMore();
      }
    }
  }

  @Test
  void whoeverSendsNoMoreIsGone() throws Exception {
    TestTenants.Made made = tenants.make("live-half");
    String run = new Runs(new Graph("http://127.0.0.1:" + port, made.key())).make("half");
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.subscribe("1", Runs.follow(run));
      socket.subscribe("2", large());

      socket.halfClose();

      assertThat(socket.ends()).isTrue();
      nothingIsHeldAnyMore();
    }
  }

  @Test
  void whatAnEventHasBegunIsOverBeforeTheContextOfItsSubscriptionIsGone() throws Exception {
    TestTenants.Made made = tenants.make("live-begun");
    UUID tenant = made.tenant().id();
    String project =
        new Runs(new Graph("http://127.0.0.1:" + port, made.key())).projectWithAJob("begun");
    try (LoggedErrors errors = new LoggedErrors();
        LiveClient socket = LiveClient.acknowledged(port, made.key())) {
      HeldTable runs = new HeldTable(database, tenant, "catalog.run").await();
      socket.subscribe("1", "subscription{jobChanged(projectId:\"" + project + "\"){command}}");
      runs.awaitWaiting("FROM catalog.run"); // it has read the job
      try (HeldTable jobs = new HeldTable(database, tenant, "compute.job").await()) {
        runs.close();
        jobs.awaitWaiting("array_to_string(command"); // the event reads what the job runs

        socket.complete("1");
        assertThat(await(() -> sockets.held().operations() == 0)).isTrue();
        Thread.sleep(200); // until a context that goes with it is gone
      }
      Thread.sleep(500); // until that event is over
      assertThat(errors.lines()).filteredOn(line -> line.contains("GuardInterceptor")).isEmpty();
    }
  }
}
