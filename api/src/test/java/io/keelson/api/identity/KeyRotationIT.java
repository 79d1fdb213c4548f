package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.main.KeelsonConfig;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestLeases;
import io.keelson.api.testing.TestTenants;
import io.keelson.compute.lease.JobTokens;
import io.keelson.compute.lease.Lease;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.object.LinkRight;
import io.keelson.tenancy.object.ObjectsConfig;
import io.keelson.tenancy.object.SignedUrls;
import io.keelson.tenancy.object.TenantKeys;
import io.keelson.tenancy.signing.SigningKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * What another process signed, one or two key periods ago, in the process under test: both have the
 * same root and the same database.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class KeyRotationIT {
  private static final String DIGEST = "sha256:" + "cd".repeat(32);

  @Inject TestTenants tenants;
  @Inject TestLeases leases;
  @Inject SystemDatabase system;
  @Inject ObjectsConfig objects;
  @Inject InstantSource clock;
  @Inject KeelsonConfig config;
  @Inject JobTokens tokens;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  /** The keys of a process whose clock is so many periods away from ours. */
  private SigningKeys keys(int periods) {
    InstantSource theirs = () -> clock.instant().plus(SigningKeys.PERIOD.multipliedBy(periods));
    return new SigningKeys(TenantKeys.signingRoot(objects), theirs);
  }

  private Lease lease(TestTenants.Made made) {
    Graph owner = graph(made.key());
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"keys\",name:\"Keys\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    String job =
        owner
            .ask(
                "mutation($p:ID!){submitJob(input:{projectId:$p,name:\"j\",command:[\"true\"]}){id}}",
                Map.of("p", project))
            .data()
            .at("/submitJob/id")
            .asText();
    UUID jobId = GlobalId.decode("id", GraphTypes.JOB, job);
    return leases.make(made.tenant().id(), jobId);
  }

  private Graph graph(String bearer) {
    return new Graph("http://127.0.0.1:" + port, bearer);
  }

  @Test
  void aLinkOfThePreviousKeyIsTakenAndOneOfTheKeyBeforeIsNot() throws Exception {
    Lease lease = lease(tenants.make("rotated-links"));
    Principal caller = tokens.verify(tokens.issue(lease)).orElseThrow();
    assertThat(status(caller, keys(0))).isEqualTo(404); // no such object, but who asks may ask
    assertThat(status(caller, keys(-1))).isEqualTo(404);
    assertThat(status(caller, keys(-2))).isEqualTo(403);
  }

  private int status(Principal caller, SigningKeys theirs) throws Exception {
    LinkRight right =
        new LinkRight(Permission.DATASET_READ, caller.byProject().keySet().iterator().next());
    URI link = new SignedUrls(objects, theirs, clock).download(caller, right, DIGEST, "a.csv");
    URI here =
        URI.create("http://127.0.0.1:" + port + link.getRawPath() + "?" + link.getRawQuery());
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(here).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void aJobsTokenIsTakenByEveryProcessAsLongAsItsLeaseLasts() {
    Lease lease = lease(tenants.make("rotated-job"));
    String token = new JobTokens(system, keys(3)).issue(lease);

    assertThat(graph(token).ask("{projects(first:1){edges{node{slug}}}}").code()).isEmpty();
    assertThat(new JobTokens(system, keys(3)).verify(token)).isPresent();
  }
}
