package io.keelson.serving.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.compute.job.JobInput;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EndpointsIT {
  private ServingGround ground;
  private UUID tenant;
  private final UUID project = Ids.next();

  @BeforeEach
  void start() {
    ground = new ServingGround();
    tenant = ground.tenant("acme");
  }

  @AfterEach
  void stop() {
    ground.close();
  }

  @Test
  void theFirstDeploymentMakesTheEndpointAndLaterOnesCountUp() {
    Rollouts.Deployed first = ground.deploy(tenant, ServingGround.spec(project, "wine", 1));
    Rollouts.Deployed second = ground.deploy(tenant, ServingGround.spec(project, "wine", 2));

    assertThat(second.endpointId()).isEqualTo(first.endpointId());
    Endpoint endpoint = ground.endpoints.get(tenant, first.endpointId());
    assertThat(endpoint.name()).isEqualTo("wine");
    assertThat(endpoint.projectId()).isEqualTo(project);
    assertThat(ground.endpoints.byName(tenant, "wine")).contains(endpoint);
    assertThat(ground.endpoints.revisions(tenant, endpoint.id()))
        .extracting(Revision::number)
        .containsExactly(2, 1);
    Revision revision = ground.endpoints.revision(tenant, second.revisionId());
    assertThat(revision.status()).isEqualTo(RevisionStatus.PENDING);
    assertThat(revision.minReplicas()).isEqualTo(2);
    assertThat(revision.resources().memoryBytes()).isEqualTo(512L << 20);
    assertThat(revision.modelFiles())
        .containsExactly(new JobInput("model.onnx", "sha256:" + "a".repeat(64), 1_000));
    assertThat(revision.signature().getInteger("inputs")).isEqualTo(1);
  }

  @Test
  void whoeverDeploysToAnEndpointSaysWhichVersionOfItTheyHaveSeen() {
    DeploySpec spec = ServingGround.spec(project, "wine", 1);
    assertThatThrownBy(() -> ground.deploy(tenant, spec, 1))
        .as("there is none yet")
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.expectedVersion");
    UUID endpoint = ground.deploy(tenant, spec, null).endpointId();
    int seen = ground.version(tenant, endpoint);

    assertThatThrownBy(() -> ground.deploy(tenant, spec, null))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.expectedVersion");
    ground.deploy(tenant, spec, seen);
    assertThatThrownBy(() -> ground.deploy(tenant, spec, seen))
        .as("the second of two who have seen the same")
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("expectedVersion: " + seen);
    assertThat(ground.endpoints.revisions(tenant, endpoint)).hasSize(2);
  }

  @Test
  void aNameBelongsToOneProjectOfATenantAndToEveryTenant() {
    ground.deploy(tenant, ServingGround.spec(project, "wine", 1));
    UUID other = ground.tenant("globex");

    assertThatThrownBy(() -> ground.deploy(tenant, ServingGround.spec(Ids.next(), "wine", 1)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("wine");
    assertThat(ground.deploy(other, ServingGround.spec(Ids.next(), "wine", 1))).isNotNull();
  }

  @Test
  void anotherTenantSeesNothing() {
    Rollouts.Deployed deployed = ground.deploy(tenant, ServingGround.spec(project, "wine", 1));
    UUID other = ground.tenant("globex");

    assertThatThrownBy(() -> ground.endpoints.get(other, deployed.endpointId()))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> ground.endpoints.revision(other, deployed.revisionId()))
        .isInstanceOf(NotFound.class);
    assertThat(ground.endpoints.page(other, project, 10, null)).isEmpty();
    assertThat(ground.endpoints.byName(other, "wine")).isEmpty();
    assertThat(ground.endpoints.replicas(other, deployed.revisionId())).isEmpty();
    assertThatThrownBy(() -> ground.stop(other, deployed.endpointId(), 2))
        .isInstanceOf(NotFound.class);
    assertThat(ground.database.read(other, "SELECT id FROM serving.endpoint").size()).isZero();
    assertThat(ground.database.read(other, "SELECT id FROM serving.revision").size()).isZero();
  }

  @Test
  void whatIsOutOfBoundsIsNamedAndNothingIsWritten() {
    for (String name :
        new String[] {
          null, "", "Wine", "w", "wine_1", "-wine", "wine-", "../wine", "w".repeat(64), "wi\u0000ne"
        }) {
      assertThatThrownBy(() -> ground.deploy(tenant, ServingGround.spec(project, name, 1), null))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("input.endpointName");
    }
    assertThatThrownBy(() -> ground.deploy(tenant, ServingGround.spec(project, "wine", 0)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.minReplicas");
    assertThatThrownBy(() -> ground.deploy(tenant, ServingGround.spec(project, "wine", 33)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("input.minReplicas");
    assertThat(ground.query("SELECT id FROM serving.endpoint")).isEmpty();
  }

  @Test
  void pagesFollowEachOther() {
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(
          ground.deploy(tenant, ServingGround.spec(project, "wine-" + i, 1)).endpointId());
    }
    ground.deploy(tenant, ServingGround.spec(Ids.next(), "elsewhere", 1));

    List<Endpoint> first = ground.endpoints.page(tenant, project, 3, null);
    List<Endpoint> second = ground.endpoints.page(tenant, project, 3, first.getLast().id());

    List<UUID> seen = new ArrayList<>();
    first.forEach(endpoint -> seen.add(endpoint.id()));
    second.forEach(endpoint -> seen.add(endpoint.id()));
    assertThat(seen).isEqualTo(made);
  }

  @Test
  void stoppingNeedsTheVersionThatTheCallerSaw() {
    Rollouts.Deployed deployed = ground.deploy(tenant, ServingGround.spec(project, "wine", 1));
    int version = ground.endpoints.get(tenant, deployed.endpointId()).version();

    assertThatThrownBy(() -> ground.stop(tenant, deployed.endpointId(), version - 1))
        .isInstanceOf(Conflict.class);
    assertThat(ground.endpoints.revision(tenant, deployed.revisionId()).status())
        .isEqualTo(RevisionStatus.PENDING);
    ground.stop(tenant, deployed.endpointId(), version);

    Revision stopped = ground.endpoints.revision(tenant, deployed.revisionId());
    assertThat(stopped.status()).isEqualTo(RevisionStatus.STOPPED);
    assertThat(stopped.endedAt()).isEqualTo(ground.now());
    assertThat(ground.endpoints.get(tenant, deployed.endpointId()).version())
        .isEqualTo(version + 1);
    assertThat(ground.deploy(tenant, ServingGround.spec(project, "wine", 1)).endpointId())
        .isEqualTo(deployed.endpointId());
  }
}
