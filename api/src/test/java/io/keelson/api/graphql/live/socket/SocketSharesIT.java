package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.identity.Credential;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawSocket;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * More sockets, operations and messages than there is room for: nobody takes the share of others.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class SocketSharesIT extends SocketFixture {
  @Test
  void tooManyOperationsOfATenantAreRateLimited() throws Exception {
    TestTenants.Made made = tenants.make("live-crowd");
    Object payer = made.tenant().id();
    int others = 0;
    try (LiveClient client = LiveClient.acknowledged(port, made.key())) {
      while (sockets.admitOperation(payer)) {
        others++;
      }
      client.subscribe("1", TENANT);
      JsonObject refused = client.next();
      assertThat(refused.getString("type")).isEqualTo("error");
      assertThat(refused.encode()).contains("RATE_LIMITED");

      sockets.dismissOperation(payer);
      others--;
      client.subscribe("2", TENANT);
      assertThat(client.next().getString("type")).isEqualTo("next");
    } finally {
      for (int i = 0; i < others; i++) {
        sockets.dismissOperation(payer);
      }
    }
  }

  @Test
  void tooManySocketsOfATenantAreToldToComeLater() throws Exception {
    TestTenants.Made made = tenants.make("live-sockets");
    Object payer = made.tenant().id();
    List<Credential> others = new ArrayList<>();
    Credential next = new Credential.Attempt("0");
    while (sockets.admit(next, payer)) {
      others.add(next);
      next = new Credential.Attempt(Integer.toString(others.size() / 1_000));
    }
    try (LiveClient client = LiveClient.open(port)) {
      client.init(new JsonObject().put("Authorization", "Bearer " + made.key()));
      assertThat(client.closed().code()).isEqualTo(1013);
    } finally {
      others.forEach(other -> sockets.dismiss(other, payer));
    }
  }

  @Test
  void addressesBehindATrustedProxyAreTheClientsOwn() throws Exception {
    String greedy = "192.0.2.7";
    int taken = 0;
    while (sockets.reserve(greedy)) {
      taken++;
    }
    try (RawSocket refused = forwarded(greedy);
        RawSocket other = forwarded("192.0.2.8");
        RawSocket liar = RawSocket.open(port, "127.0.0.3", forwardedFor(greedy))) {
      assertThat(refused.answer()).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After");
      assertThat(other.answer()).startsWith("HTTP/1.1 101");
      assertThat(liar.answer()).startsWith("HTTP/1.1 101");
    } finally {
      for (int i = 0; i < taken; i++) {
        sockets.release(greedy);
      }
    }
  }

  @Test
  void noCrowdOfStrangersKeepsOutWhoeverSaysWhoTheyAreWithTheUpgrade() throws Exception {
    TestTenants.Made made = tenants.make("live-crowded");
    List<String> crowd = new ArrayList<>();
    for (int i = 0; sockets.reserve(stranger(i)); i++) {
      crowd.add(stranger(i));
    }
    String key = "Authorization: Bearer " + made.key() + "\r\n";
    try (RawSocket refused = RawSocket.open(port);
        RawSocket known = RawSocket.open(port, "127.0.0.1", key)) {
      assertThat(refused.answer()).startsWith("HTTP/1.1 503");
      assertThat(known.answer()).startsWith("HTTP/1.1 101");
      known.say("{\"type\":\"connection_init\"}");
      assertThat(known.next().text()).contains("connection_ack");
      assertThat(sockets.held().acknowledged()).isEqualTo(1);
    } finally {
      crowd.forEach(sockets::release);
    }
  }

  private static String stranger(int number) {
    return "192.0.2." + number;
  }

  private RawSocket forwarded(String address) throws IOException {
    return RawSocket.open(port, PlatformServers.PROXY, forwardedFor(address));
  }

  private static String forwardedFor(String address) {
    return "X-Forwarded-For: " + address + "\r\n";
  }

  @Test
  void messagesThatSubscriptionsKeepTakeNoMoreThanTheirShareOfTheMemory() throws Exception {
    TestTenants.Made made = tenants.make("live-kept");
    String run = new Runs(new Graph("http://127.0.0.1:" + port, made.key())).make("kept");
    String message =
        "{\"id\":\"%d\",\"type\":\"subscribe\",\"payload\":{\"query\":%s,\"variables\":{\"x\":[%s1]}}}";
    int refused = 0;
    try (LiveClient client = LiveClient.acknowledged(port, made.key());
        LiveClient other = LiveClient.acknowledged(port, tenants.make("live-other-payer").key())) {
      for (int i = 0; i < 40; i++) {
        client.say(message.formatted(i, Json.encode(Runs.follow(run)), "{},".repeat(40_000)));
      }
      client.subscribe("last", "{nothing}");
      JsonObject told = client.next();
      while (!told.getString("id").equals("last")) {
        assertThat(told.getString("type")).as(told.encode()).isEqualTo("error");
        assertThat(told.encode()).contains("RATE_LIMITED").contains("of your share");
        refused++;
        told = client.next();
      }
      assertThat(refused).isBetween(20, 39);
      assertThat(sockets.held().memoryBytes()).isBetween(32L << 20, 64L << 20);
      other.subscribe("1", TENANT);
      assertThat(other.next().getString("type")).isEqualTo("next");
    }
  }
}
