package io.keelson.api.identity;

import static io.keelson.api.testing.KnownWithin.assertKnownWithin;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestLeases;
import io.keelson.api.testing.TestTenants;
import io.keelson.compute.lease.JobTokens;
import io.keelson.compute.lease.Lease;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
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
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Links that a job's token asked for end with the job's attempt. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class JobLinksEndIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  @Inject TestTenants tenants;
  @Inject TestLeases leases;
  @Inject JobTokens tokens;
  @Inject SignedUrls urls;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  // Not HTTP/2: an answer that comes before a request has ended resets its stream there.
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private UUID job(TestTenants.Made made) {
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    JsonNode project =
        owner.ask("mutation{createProject(input:{slug:\"links\",name:\"Links\"}){id}}").data();
    JsonNode job =
        owner
            .ask(
                "mutation($p:ID!){submitJob(input:{projectId:$p,name:\"j\",command:[\"true\"]}){id}}",
                Map.of("p", project.at("/createProject/id").asText()))
            .data();
    return GlobalId.decode("id", GraphTypes.JOB, job.at("/submitJob/id").asText());
  }

  /** There is no such object: whoever may ask is told so, whoever may not is told nothing. */
  private int status(URI link) throws IOException, InterruptedException {
    URI here =
        URI.create("http://127.0.0.1:" + port + link.getRawPath() + "?" + link.getRawQuery());
    return http.send(HttpRequest.newBuilder(here).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static LinkRight right(Principal caller) {
    return new LinkRight(Permission.DATASET_READ, caller.byProject().keySet().iterator().next());
  }

  @Test
  void aJobsLinksCountForNothingOnceItsLeaseIsOver() throws Exception {
    TestTenants.Made made = tenants.make("job-links");
    Lease lease = leases.make(made.tenant().id(), job(made));
    Principal caller = tokens.verify(tokens.issue(lease)).orElseThrow();
    URI download = urls.download(caller, right(caller), DIGEST, "a.csv");
    assertThat(status(download)).isEqualTo(NOT_FOUND);

    leases.end(lease);

    assertKnownWithin(ENDS_WITHIN, "the link ends", () -> status(download) == FORBIDDEN);
  }

  @Test
  void aLinkOfAnEarlierAttemptCountsForNothing() throws Exception {
    TestTenants.Made made = tenants.make("job-links-fence");
    Lease lease = leases.make(made.tenant().id(), job(made));
    Principal caller = tokens.verify(tokens.issue(lease)).orElseThrow();
    Principal.JobAttempt earlier =
        new Principal.JobAttempt(
            caller.attempt().jobId(), caller.attempt().runId(), caller.attempt().fence() - 1);
    Principal before =
        new Principal(
            caller.actor(),
            caller.person(),
            caller.tenantId(),
            caller.tenantSlug(),
            caller.everywhere(),
            caller.byProject(),
            earlier);

    assertThat(status(urls.download(before, right(before), DIGEST, "a.csv"))).isEqualTo(FORBIDDEN);
    assertThat(status(urls.download(caller, right(caller), DIGEST, "a.csv"))).isEqualTo(NOT_FOUND);
  }
}
