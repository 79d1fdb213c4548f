package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.database.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Nobody, person or key, hands out more than they hold, nor in places that are not theirs. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class GrantingIT {
  private static final String GRANT =
      "mutation($i:SetMemberGrantsInput!){setMemberGrants(input:$i){grants{role projectId}}}";
  private static final String KEY =
      "mutation($i:CreateApiKeyInput!){createApiKey(input:$i){secret}}";

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private static JsonNode member(Graph owner) {
    return owner
        .ask("{tenant{members{edges{node{id version}}}}}")
        .data()
        .at("/tenant/members/edges/0/node");
  }

  private static Map<String, Object> grants(JsonNode member, Object... grants) {
    return Map.of(
        "i",
        Map.of(
            "id", member.path("id").asText(),
            "expectedVersion", member.path("version").asInt(),
            "grants", List.of(grants)));
  }

  private static String key(Graph owner, String... permissions) {
    return owner
        .ask(KEY, Map.of("i", Map.of("name", "k", "permissions", List.of(permissions))))
        .data()
        .at("/createApiKey/secret")
        .asText();
  }

  @Test
  void aKeyThatMayOnlyWriteMembersMakesNobodyAdmin() {
    Graph owner = graph(tenants.make("member-write").key());
    JsonNode member = member(owner);
    Graph writer = graph(key(owner, "MEMBER_WRITE"));
    Graph.Answer answer =
        writer.ask(GRANT, grants(member, Map.of("role", "OWNER"), Map.of("role", "ADMIN")));
    assertThat(answer.code()).as("%s", answer.body()).hasValue("FORBIDDEN");
    Graph.Answer taken = writer.ask(GRANT, grants(member));
    assertThat(taken.code()).as("%s", taken.body()).hasValue("FORBIDDEN");
    Graph.Answer nothing = writer.ask(GRANT, grants(member, Map.of("role", "OWNER")));
    assertThat(nothing.code()).as("who changes nothing gives nothing").isEmpty();
  }

  @Test
  void projectsThatAreUnknownOrSomebodyElsesAreNotFound() {
    Graph owner = graph(tenants.make("granting").key());
    Graph other = graph(tenants.make("granting-neighbour").key());
    String own = Things.id(owner, "createProject(input:{slug:\"own\",name:\"n\"})", Map.of());
    String foreign =
        Things.id(other, "createProject(input:{slug:\"theirs\",name:\"n\"})", Map.of());
    String unknown = GraphTypes.id(GraphTypes.PROJECT, Ids.next());
    for (String project : List.of(foreign, unknown)) {
      Graph.Answer grant =
          owner.ask(
              GRANT,
              grants(
                  member(owner),
                  Map.of("role", "OWNER"),
                  Map.of("role", "VIEWER", "projectId", project)));
      assertThat(grant.code()).as("%s", grant.body()).hasValue("NOT_FOUND");
      assertThat(grant.message()).isEqualTo("project not found");
      Graph.Answer key =
          owner.ask(
              KEY,
              Map.of(
                  "i",
                  Map.of(
                      "name",
                      "k",
                      "permissions",
                      List.of("RUN_READ"),
                      "projectIds",
                      List.of(project))));
      assertThat(key.code()).as("%s", key.body()).hasValue("NOT_FOUND");
    }
    JsonNode granted =
        owner
            .ask(
                GRANT,
                grants(
                    member(owner),
                    Map.of("role", "OWNER"),
                    Map.of("role", "VIEWER", "projectId", own)))
            .data();
    assertThat(granted.at("/setMemberGrants/grants")).hasSize(2);
  }
}
