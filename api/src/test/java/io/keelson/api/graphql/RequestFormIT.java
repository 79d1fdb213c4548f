package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What is too big, or no GraphQL at all. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class RequestFormIT {
  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void aBodyBeyondTheBoundIsRefusedBeforeItIsRead() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("huge").key());
    Graph.Answer answer =
        owner.ask(
            "mutation($n:String!){createProject(input:{slug:\"huge\",name:$n}){id}}",
            Map.of("n", "x".repeat(10 << 20)));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).hasValue("VALIDATION");
    assertThat(owner.ask("{projects{edges{node{slug}}}}").data().at("/projects/edges")).isEmpty();
  }

  @Test
  void whatIsNoGraphQLGetsAnAnswerThatSaysSo() {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("malformed").key());
    assertThat(owner.send("{").status()).isEqualTo(400);
    assertThat(owner.send("[]").status()).isEqualTo(400);
    assertThat(owner.send("{\"query\":1}").status()).isEqualTo(400);
    assertThat(
            owner
                .send("{\"query\":\"{viewer\"}", "Accept", "application/graphql-response+json")
                .status())
        .isEqualTo(400);
    assertThat(owner.send("{\"query\":\"{viewer\"}").code()).hasValue("VALIDATION");
    assertThat(
            owner
                .ask("{" + "tenant{members{edges{node{person{id}}}}} ".repeat(1) + deep(20) + "}")
                .code())
        .hasValue("VALIDATION");
    assertThat(
            new Graph("http://127.0.0.1:" + port, "ksn_unknown")
                .ask("{viewer{tenants{slug}}}")
                .status())
        .isEqualTo(401);
    assertThat(new Graph("http://127.0.0.1:" + port, null).ask("{viewer{tenants{slug}}}").code())
        .hasValue("UNAUTHENTICATED");
  }

  private static String deep(int levels) {
    String inner = "id";
    for (int i = 0; i < levels; i++) {
      inner = "id parent{" + inner + "}";
    }
    return "projects{edges{node{experiments{edges{node{runs{edges{node{" + inner + "}}}}}}}}}";
  }
}
