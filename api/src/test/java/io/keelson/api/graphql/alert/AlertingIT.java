package io.keelson.api.graphql.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.mail.LocalMails;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Channels and rules through the API, and the loops that deliver and look. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class AlertingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject TestEndpoints endpoints;
  @Inject LocalMails mails;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private TestTenants.Made made;
  private Graph owner;
  private String project;

  private void begin(String slug) {
    made = tenants.make(slug);
    owner = new Graph("http://127.0.0.1:" + port, made.key());
    project =
        owner
            .ask("mutation{createProject(input:{slug:\"ops\",name:\"Ops\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
  }

  private Graph.Answer channel(String input) {
    return owner.ask(
        "mutation($p:ID!){createChannel(input:{projectId:$p,"
            + input
            + "}){secret channel{id host version}}}",
        Map.of("p", project));
  }

  private JsonNode test(String channel) {
    return owner
        .ask("mutation($c:ID!){testChannel(id:$c){id status}}", Map.of("c", channel))
        .data()
        .path("testChannel");
  }

  private JsonNode delivery(String id) {
    return owner
        .ask(
            "query($d:ID!){node(id:$d){... on Delivery{status attempts lastError nextAttemptAt}}}",
            Map.of("d", id))
        .data()
        .path("node");
  }

  private static void await(String what, BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(100);
    }
  }

  @Test
  void aWebhookIntoThePlatformsOwnNetworkIsToldAndTriedLater() throws InterruptedException {
    begin("alerts-hook");
    assertThat(channel("name:\"plain\",kind:WEBHOOK,address:\"http://hooks.example/\"").code())
        .hasValue("VALIDATION");
    assertThat(channel("name:\"s\",kind:SLACK,address:\"https://hooks.example/x\"").code())
        .hasValue("VALIDATION");
    JsonNode created =
        channel(
                "name:\"inner\",kind:WEBHOOK,address:\"https://127.0.0.1:%d/hook?key=mine\""
                    .formatted(port))
            .data()
            .path("createChannel");
    assertThat(created.path("secret").asText()).startsWith("whsec_");
    assertThat(created.at("/channel/host").asText()).isEqualTo("127.0.0.1");
    String id = created.at("/channel/id").asText();

    JsonNode delivery = test(id);
    await(
        "the attempt",
        () ->
            delivery(delivery.path("id").asText()).path("attempts").asInt() > 0
                && !delivery(delivery.path("id").asText()).path("lastError").isNull());

    JsonNode tried = delivery(delivery.path("id").asText());
    assertThat(tried.path("status").asText()).isEqualTo("WAITING");
    assertThat(tried.path("lastError").asText()).contains("not on the open internet");
    assertThat(tried.path("nextAttemptAt").isNull()).isFalse();
    Graph.Answer listed =
        owner.ask(
            "{project(slug:\"ops\"){channels{name kind lastError deliveries{type lastError}}}}");
    assertThat(listed.data().at("/project/channels/0/lastError").asText())
        .contains("not on the open internet");
    assertThat(listed.data().toString()).doesNotContain("key=mine").doesNotContain("whsec_");
  }

  @Test
  void aMemberIsMailed() throws InterruptedException {
    begin("alerts-mail");
    var ada = people.join(made.tenant(), "alerted", Grant.of(Role.VIEWER, null));
    String channel =
        channel(
                "name:\"ada\",kind:EMAIL,memberIds:[\"%s\"]"
                    .formatted(GraphTypes.id(GraphTypes.MEMBER, ada.memberId())))
            .data()
            .at("/createChannel/channel/id")
            .asText();
    JsonNode delivery = test(channel);
    await(
        "the mail",
        () -> delivery(delivery.path("id").asText()).path("status").asText().equals("DELIVERED"));
    assertThat(people.inThread(() -> mails.to("alerted@people.example")))
        .extracting(mail -> mail.subject())
        .contains("Keelson can reach this channel");
  }

  @Test
  void aRuleFiresIsAcknowledgedAndShowsItsEvidence() throws InterruptedException {
    begin("alerts-rule");
    JsonNode rule =
        owner
            .ask(
                "mutation($p:ID!){createAlertRule(input:{projectId:$p,name:\"jobs\",kind:JOB_FAILURE,threshold:0,"
                    + "window:\"PT1H\",lasting:\"PT0S\",severity:CRITICAL}){id status version}}",
                Map.of("p", project))
            .data()
            .path("createAlertRule");
    assertThat(rule.path("status").asText()).isEqualTo("OK");
    UUID tenantId = made.tenant().id();
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO compute.job
                (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs, cpu_millis,
                 memory_bytes, max_seconds, submitted_by, submitted_by_kind, submitted_at, ended_at)
              VALUES ($1, $2, $3, 'job', 'TASK', 'FAILED', '{}', '{}', '{}', '[]', 1, 1, 1, 'me', 'PERSON', now(), now())
              """,
              tenantId,
              Ids.next(),
              GlobalId.decode("id", GraphTypes.PROJECT, project));
          return tx.update(
              "UPDATE catalog.alert_rule SET next_check_at = now() WHERE tenant_id = $1", tenantId);
        });
    await("the alert", () -> !alerts().isEmpty());

    JsonNode alert = alerts().path(0);
    assertThat(alert.path("status").asText()).isEqualTo("FIRING");
    assertThat(alert.path("value").asDouble()).isEqualTo(1);
    assertThat(alert.at("/rule/name").asText()).isEqualTo("jobs");
    assertThat(alert.at("/rule/status").asText()).isEqualTo("FIRING");
    assertThat(alert.at("/changes/0/evidence/failed").asInt()).isEqualTo(1);
    Graph.Answer taken =
        owner.ask(
            "mutation($a:ID!){acknowledgeAlert(id:$a,expectedVersion:%d){acknowledgedBy{label}}}"
                .formatted(alert.path("version").asInt()),
            Map.of("a", alert.path("id").asText()));
    assertThat(taken.data().at("/acknowledgeAlert/acknowledgedBy/label").isTextual()).isTrue();
    JsonNode preview =
        owner
            .ask(
                "{project(slug:\"ops\"){alertRulePreview(input:{kind:JOB_FAILURE,threshold:0,window:\"PT1H\",lasting:\"PT0S\"})"
                    + "{firings windows over highest}}}")
            .data()
            .at("/project/alertRulePreview");
    assertThat(preview.path("windows").asInt()).isEqualTo(168);
    assertThat(preview.path("firings").asInt()).isEqualTo(1);
    JsonNode latest =
        owner
            .ask("{project(slug:\"ops\"){alertRules{latest{at highest}}}}")
            .data()
            .at("/project/alertRules/0/latest");
    assertThat(latest).hasSize(24);
    assertThat(latest.findValues("highest")).as("one job failed").anyMatch(one -> one.asInt() == 1);
  }

  private JsonNode alerts() {
    return owner
        .ask(
            "{project(slug:\"ops\"){alerts{id status value version rule{name status} changes{status evidence}}}}")
        .data()
        .at("/project/alerts");
  }
}
