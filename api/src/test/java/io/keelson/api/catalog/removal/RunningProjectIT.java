package io.keelson.api.catalog.removal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetFiles;
import io.keelson.api.catalog.project.Project;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobSpec;
import io.keelson.compute.job.Resources;
import io.keelson.serving.endpoint.Backend;
import io.keelson.serving.endpoint.DeploySpec;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.removal.ProjectRemoval.Left;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on in a project ends before its rows go. */
class RunningProjectIT {
  private final RemovalGround ground = new RemovalGround();
  private final CatalogFixture catalog = ground.catalog;
  private final RemovalLoop loop = ground.loop();

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void aJobThatRunsAndAnEndpointThatServesAreEndedAndWaitedFor() throws SQLException {
    catalog.asOwner(
        "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ('%s', 'tenant', 'Tenant', now()) ON CONFLICT DO NOTHING"
            .formatted(catalog.tenantId));
    Project wine = catalog.project("wine");
    UUID upload = upload(wine);
    UUID waiting = submit(wine);
    UUID running = submit(wine);
    run(wine, running);
    Rollouts.Deployed served = deploy(wine);
    catalog.asOwner(
        "UPDATE serving.revision SET status = 'READY', weight = 100 WHERE id = '%s'"
            .formatted(served.revisionId()));

    assertThat(ground.remove(wine).left())
        .contains(
            new Left("jobs and replicas", 2),
            new Left("machines that are not released yet", 1),
            new Left("revisions that serve", 1));
    loop.moveDue();

    assertThat(catalog.count(jobs(waiting, "status = 'CANCELLED'"))).isEqualTo(1);
    assertThat(catalog.count(jobs(running, "stop_reason = 'cancelled'"))).isEqualTo(1);
    assertThat(
            catalog.count(
                "SELECT count(*) FROM serving.revision WHERE id = '%s' AND status = 'DRAINING'"
                    .formatted(served.revisionId())))
        .isEqualTo(1);
    assertThat(
            catalog.count(
                "SELECT count(*) FROM tenancy.upload WHERE id = '%s' AND status = 'FAILED'"
                    .formatted(upload)))
        .isEqualTo(1);

    catalog.clock.advance(Duration.ofHours(1));
    loop.moveDue();
    assertThat(ground.removal(wine.id()).left())
        .as("it waits for as long as it takes")
        .containsExactlyInAnyOrder(
            new Left("jobs and replicas", 1),
            new Left("machines that are not released yet", 1),
            new Left("revisions that serve", 1));
    assertThat(catalog.count(jobs(running, "true"))).isEqualTo(1);

    catalog.asOwner(
        "UPDATE serving.revision SET status = 'STOPPED', ended_at = now() WHERE id = '%s'"
            .formatted(served.revisionId()));
    catalog.asOwner(
        "UPDATE compute.job SET status = 'CANCELLED', ended_at = now() WHERE id = '%s'"
            .formatted(running));
    catalog.asOwner(
        "UPDATE compute.lease SET status = 'RELEASED', released_at = now() WHERE job_id = '%s'"
            .formatted(running));
    loop.moveDue();
    assertThat(catalog.count(jobs(running, "true")))
        .as("the last use is billed first")
        .isEqualTo(1);
    ground.finish(loop, wine.id());

    assertThat(ground.removal(wine.id()).removedAt()).isNotNull();
    assertThat(catalog.count(jobs(running, "true"))).isZero();
    assertThat(catalog.count("SELECT count(*) FROM serving.endpoint")).isZero();
    assertThat(catalog.count("SELECT count(*) FROM tenancy.upload")).isZero();
  }

  private UUID upload(Project project) {
    UUID version = catalog.openVersion(project.id());
    return catalog
        .files
        .startUpload(catalog.caller, new DatasetFiles.StartUpload(version, "a.csv", 10, null))
        .id();
  }

  private UUID submit(Project project) {
    return catalog.database.transact(
        catalog.tenantId,
        tx ->
            ground.jobs.submit(
                tx,
                Ids.next(),
                new JobSpec(
                    project.id(),
                    null,
                    "train",
                    JobKind.TASK,
                    null,
                    List.of("true"),
                    Map.of(),
                    new JsonObject(),
                    List.of(),
                    new Resources(1, 1 << 30),
                    Duration.ofHours(1),
                    null,
                    ground.admin.actor())));
  }

  private void run(Project project, UUID jobId) throws SQLException {
    catalog.asOwner("DELETE FROM compute.queue_entry WHERE job_id = '%s'".formatted(jobId));
    catalog.asOwner(
        "UPDATE compute.job SET status = 'RUNNING', attempt = 1, fence = 1, started_at = now() WHERE id = '%s'"
            .formatted(jobId));
    catalog.asOwner(
        """
        INSERT INTO compute.lease (tenant_id, id, job_id, project_id, kind, attempt, fence, status, provider,
          instance_type, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, active_at, heard_at)
        VALUES ('%s', '%s', '%s', '%s', 'TASK', 1, 1, 'ACTIVE', 'local', 'local', 'host', 1, '%2$s', 1000, 1048576,
          now(), now(), now())
        """
            .formatted(catalog.tenantId, Ids.next(), jobId, project.id()));
  }

  private Rollouts.Deployed deploy(Project project) {
    DeploySpec spec =
        new DeploySpec(
            project.id(),
            "wine",
            Ids.next(),
            "wine v1",
            List.of(new JobInput("model.onnx", "sha256:" + "a".repeat(64), 1_000)),
            null,
            Backend.DJL,
            1,
            2,
            null,
            null,
            ground.admin.actor(),
            null);
    return catalog.database.transact(
        catalog.tenantId, tx -> ground.rollouts.deploy(tx, Ids.next(), spec, null));
  }

  private static String jobs(UUID id, String condition) {
    return "SELECT count(*) FROM compute.job WHERE id = '%s' AND %s".formatted(id, condition);
  }
}
