package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class DeadLetterIT {
  private static final String LIST =
      "{deadLetters(first:10){edges{node{id event handler attempts failure replayedAt}}}}";
  private static final String REPLAY = "mutation($id:ID!){replayDeadLetter(id:$id){id replayedAt}}";

  @Inject TestTenants tenants;
  @Inject TenantDatabase database;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private static <T> T onVirtualThread(Callable<T> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.submit(work).get();
    }
  }

  private void giveUpAnEvent(UUID tenant) throws Exception {
    UUID event = Ids.next();
    onVirtualThread(
        () ->
            database.transact(
                tenant,
                tx -> {
                  tx.update(
                      """
                      INSERT INTO tenancy.event (tenant_id, id, type, subject_id, payload, created_at)
                      VALUES ($1, $2, 'ThingHappened', $2, '{}', $3)
                      """,
                      tenant,
                      event,
                      OffsetDateTime.now());
                  return tx.update(
                      """
                      INSERT INTO tenancy.dead_letter
                        (tenant_id, id, event_id, handler, attempts, failure, died_at)
                      VALUES ($1, $2, $2, 'nobody', 20, 'on purpose', $3)
                      """,
                      tenant,
                      event,
                      OffsetDateTime.now());
                }));
  }

  private long deliveries(UUID tenant) throws Exception {
    return onVirtualThread(
        () ->
            database
                .read(
                    tenant,
                    "SELECT count(*) AS n FROM tenancy.delivery WHERE tenant_id = $1 AND handler = 'nobody'",
                    tenant)
                .iterator()
                .next()
                .getLong("n"));
  }

  @Test
  void anOwnerSeesWhatWasGivenUpAndHasItDeliveredAgainOnce() throws Exception {
    TestTenants.Made made = tenants.make("letters");
    giveUpAnEvent(made.tenant().id());
    Graph owner = graph(made.key());
    JsonNode letter = owner.ask(LIST).data().at("/deadLetters/edges/0/node");
    assertThat(letter.get("event").asText()).isEqualTo("ThingHappened");
    assertThat(letter.get("handler").asText()).isEqualTo("nobody");
    assertThat(letter.get("attempts").asInt()).isEqualTo(20);
    assertThat(letter.get("failure").asText()).isEqualTo("on purpose");
    assertThat(letter.get("replayedAt").isNull()).isTrue();

    Map<String, Object> id = Map.of("id", letter.get("id").asText());
    assertThat(owner.ask(REPLAY, id).data().at("/replayDeadLetter/replayedAt").asText())
        .isNotEmpty();
    assertThat(deliveries(made.tenant().id())).isEqualTo(1);
    assertThat(owner.ask(REPLAY, id).code()).hasValue("CONFLICT");
    assertThat(
            owner
                .ask("query($id:ID!){node(id:$id){id ... on DeadLetter{attempts}}}", id)
                .data()
                .at("/node/attempts")
                .asInt())
        .isEqualTo(20);
  }

  @Test
  void anEngineerNeitherSeesNorReplaysIt() throws Exception {
    TestTenants.Made made = tenants.make("letters-hidden");
    giveUpAnEvent(made.tenant().id());
    String id = graph(made.key()).ask(LIST).data().at("/deadLetters/edges/0/node/id").asText();
    Graph engineer = graph(tenants.keyFor(made.tenant(), Role.ENGINEER));
    assertThat(engineer.ask(LIST).code()).hasValue("FORBIDDEN");
    assertThat(engineer.ask(REPLAY, Map.of("id", id)).code()).hasValue("FORBIDDEN");
    assertThat(deliveries(made.tenant().id())).isZero();
  }
}
