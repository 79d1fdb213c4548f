package io.keelson.api.graphql.live.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawSocket;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that do whatever comes to them: nothing of it stays. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class RandomClientsIT extends SocketFixture {
  /** Seeded: a run that fails is one that can be had again. */
  @Test
  void whateverClientsDoAtRandomNothingStays() throws Exception {
    TestTenants.Made made = tenants.make("live-random");
    String run = new Runs(new Graph("http://127.0.0.1:" + port, made.key())).make("random");
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int seed = 0; seed < 400; seed++) {
        Random random = new Random(seed);
        all.add(
            () -> {
              behaveAtRandom(random, made.key(), run);
              return null;
            });
      }
      for (Future<Void> client : clients.invokeAll(all)) {
        client.get();
      }
    }
    nothingIsHeldAnyMore();
  }

  private void behaveAtRandom(Random random, String key, String run) throws IOException {
    try (RawSocket socket = RawSocket.open(port)) {
      if (random.nextInt(10) > 0) {
        String bearer = random.nextInt(10) == 0 ? "ksn_made-up" : key;
        socket.say(
            "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer "
                + bearer
                + "\"}}");
        if (random.nextInt(10) > 0) {
          socket.next();
        }
      }
      socket.setPatience(Duration.ofMillis(50));
      int steps = random.nextInt(12);
      for (int step = 0; step < steps; step++) {
        sayAtRandom(random, socket, run);
      }
      if (random.nextBoolean()) {
        socket.next();
      }
      if (random.nextInt(4) == 0) {
        socket.halfClose();
      }
    } catch (IOException closedMeanwhile) {
      // For what it said, or did not.
    }
  }

  private static void sayAtRandom(Random random, RawSocket socket, String run) throws IOException {
    String id = "op" + random.nextInt(4);
    switch (random.nextInt(12)) {
      case 0 -> socket.say("{\"type\":\"connection_init\"}");
      case 1 -> socket.frame(RawSocket.TEXT, "{".getBytes(UTF_8));
      case 2 -> socket.subscribe(id, large());
      case 3 -> socket.subscribe(id, "{nothing}");
      case 4, 5 -> socket.subscribe(id, Runs.follow(run));
      case 6, 7 -> socket.subscribe(id, TENANT);
      case 8 -> socket.frame(RawSocket.FINAL | RawSocket.PING, new byte[5]);
      case 9 -> socket.frame(RawSocket.FINAL | RawSocket.CLOSE, new byte[] {3, (byte) 232});
      default -> socket.say("{\"id\":\"" + id + "\",\"type\":\"complete\"}");
    }
  }
}
