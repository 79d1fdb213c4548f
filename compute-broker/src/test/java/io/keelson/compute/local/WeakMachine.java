package io.keelson.compute.local;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.BrokerConfigs;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.JobWork;
import io.keelson.compute.job.Resources;
import io.keelson.compute.provider.LeaseIntent;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/** A machine without control groups, and jobs for it. */
final class WeakMachine {
  private static final long MIB = 1L << 20;

  private WeakMachine() {}

  /** Where the walls that are asked for do not stand, the test is not run. */
  static LocalProvider provider(
      Path data, boolean account, boolean sandbox, boolean jobsAllTheSame) {
    return provider(data, null, account, sandbox, jobsAllTheSame);
  }

  static LocalProvider provider(
      Path data, TenantObjects objects, boolean account, boolean sandbox, boolean jobsAllTheSame) {
    BrokerConfig config =
        BrokerConfigs.of(
            data,
            Map.of(
                "first-uid",
                "" + (400_000 + ThreadLocalRandom.current().nextInt(100_000)),
                "stop-grace",
                "PT1S",
                "jobs-without-sandbox",
                "" + jobsAllTheSame));
    return new LocalProvider(
        config,
        LocalHost.of(data),
        objects,
        Cgroups.none(),
        (probe, uid, cgroups) -> {
          Sandbox walls = new Sandbox(account, sandbox);
          String objection = walls.objection(uid, probe);
          Assumptions.assumeTrue(objection == null, objection);
          return new IsolationProbe(
              walls, new LocalIsolation(account, sandbox, "NONE", "no sandbox: for a test"));
        });
  }

  static LeaseIntent intent(String script) {
    return intent(script, Map.of());
  }

  static LeaseIntent intent(String script, Map<String, String> variables) {
    return intent(script, variables, Duration.ofMinutes(1));
  }

  static LeaseIntent intent(String script, Map<String, String> variables, Duration limit) {
    return intent(
        UUID.randomUUID(),
        new JobWork(List.of("sh", "-c", script), variables, new JsonObject(), List.of()),
        limit);
  }

  /** Of a job that reads objects of its tenant. */
  static LeaseIntent intent(UUID tenantId, String script, List<JobInput> inputs) {
    return intent(
        tenantId,
        new JobWork(List.of("sh", "-c", script), Map.of(), new JsonObject(), inputs),
        Duration.ofMinutes(1));
  }

  private static LeaseIntent intent(UUID tenantId, JobWork work, Duration limit) {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    Job job =
        new Job(
            UUID.randomUUID(),
            tenantId,
            UUID.randomUUID(),
            null,
            "a job",
            JobKind.TASK,
            JobStatus.PROVISIONING,
            null,
            null,
            null,
            null,
            new Resources(1, 128 * MIB),
            limit,
            List.of(),
            null,
            new Actor(Principal.Kind.PERSON, UUID.randomUUID(), "engineer"),
            now,
            null,
            null,
            null,
            null,
            1,
            1,
            1);
    return new LeaseIntent(UUID.randomUUID(), 0, 1_000, job, work, "acme", "ksj_token");
  }
}
