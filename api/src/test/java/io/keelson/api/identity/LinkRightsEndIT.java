package io.keelson.api.identity;

import static io.keelson.api.testing.KnownWithin.assertKnownWithin;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestPeople.Someone;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.object.LinkRight;
import io.keelson.tenancy.object.SignedUrls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A link lends its maker's right for as long as they have it, and not for as long as they stay. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class LinkRightsEndIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject Members members;
  @Inject SignedUrls urls;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final HttpClient http = HttpClient.newHttpClient();

  private static JsonNode made(Graph caller, String mutation, Map<String, ?> variables) {
    return caller.ask(mutation, variables).data().get("made");
  }

  private static String project(Graph owner, String slug) {
    return made(
            owner,
            "mutation($s:String!){made:createProject(input:{slug:$s,name:\"P\"}){id}}",
            Map.of("s", slug))
        .get("id")
        .asText();
  }

  private static UUID uuid(String project) {
    return GlobalId.decode("id", GraphTypes.PROJECT, project);
  }

  private int status(String method, URI link) throws IOException, InterruptedException {
    URI here =
        URI.create("http://127.0.0.1:" + port + link.getRawPath() + "?" + link.getRawQuery());
    HttpRequest request =
        HttpRequest.newBuilder(here)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Tus-Resumable", "1.0.0")
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void assertEnds(String method, URI link) throws Exception {
    assertKnownWithin(ENDS_WITHIN, "the link ends", () -> status(method, link) == FORBIDDEN);
  }

  /** There is no such object: whoever may ask is told so. */
  @Test
  void aMembersLinkEndsWithTheRoleThatItWasMadeBy() throws Exception {
    TestTenants.Made made = tenants.make("link-roles");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    UUID kept = uuid(project(owner, "kept"));
    UUID lost = uuid(project(owner, "lost"));
    Someone someone =
        people.join(
            made.tenant(), "someone", Grant.of(Role.VIEWER, kept), Grant.of(Role.VIEWER, lost));
    Principal maker = people.rights(someone).orElseThrow();
    URI ofKept = urls.download(maker, new LinkRight(Permission.DATASET_READ, kept), DIGEST, "a");
    URI ofLost = urls.download(maker, new LinkRight(Permission.DATASET_READ, lost), DIGEST, "a");
    assertThat(status("GET", ofKept)).isEqualTo(NOT_FOUND);
    assertThat(status("GET", ofLost)).isEqualTo(NOT_FOUND);

    people.inThread(
        () ->
            members.setGrants(
                people.caller(people.join(made.tenant(), "boss", Grant.of(Role.OWNER, null))),
                someone.memberId(),
                1,
                List.of(Grant.of(Role.VIEWER, kept))));

    assertEnds("GET", ofLost);
    assertThat(status("GET", ofKept)).isEqualTo(NOT_FOUND);
  }

  @Test
  void anUploadOfAnAccountsKeyEndsWithTheAccountsRole() throws Exception {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("link-account").key());
    String project = project(owner, "uploads");
    String account =
        made(
                owner,
                "mutation{made:createServiceAccount(input:{name:\"ci\",grants:[{role:ENGINEER}]}){id}}",
                Map.of())
            .get("id")
            .asText();
    String secret =
        made(
                owner,
                "mutation($a:ID!){made:createApiKey(input:{name:\"k\",serviceAccountId:$a}){secret}}",
                Map.of("a", account))
            .get("secret")
            .asText();
    URI upload = upload(new Graph("http://127.0.0.1:" + port, secret), project);
    assertThat(status("HEAD", upload)).isEqualTo(OK);

    made(
        owner,
        "mutation($a:ID!){made:setServiceAccountGrants(input:{id:$a,expectedVersion:1,grants:[{role:VIEWER}]}){id}}",
        Map.of("a", account));

    assertEnds("HEAD", upload);
  }

  private static URI upload(Graph caller, String project) {
    String dataset =
        made(
                caller,
                "mutation($p:ID!){made:createDataset(input:{projectId:$p,name:\"d\"}){id}}",
                Map.of("p", project))
            .get("id")
            .asText();
    String version =
        made(
                caller,
                "mutation($d:ID!){made:openDatasetVersion(datasetId:$d){id}}",
                Map.of("d", dataset))
            .get("id")
            .asText();
    return URI.create(
        made(
                caller,
                "mutation($v:ID!){made:startUpload(input:{datasetVersionId:$v,path:\"a.csv\",sizeBytes:4}){url}}",
                Map.of("v", version))
            .get("url")
            .asText());
  }
}
