package io.keelson.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Resources;
import io.keelson.compute.local.LocalProvider;
import io.keelson.compute.scheduler.JobScheduler;
import io.keelson.compute.scheduler.Placing;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What could not be billed, or may not run, is not given a machine, and says why. */
final class UnbillableJobsIT {
  private BrokerFixture fixture;
  private LocalProvider provider;
  private JobScheduler machine;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture();
    provider = TestMachine.provider(fixture);
    machine = TestMachine.of(fixture, provider, fixture.config, "a machine");
  }

  @AfterEach
  void stop() {
    provider.close();
    fixture.close();
  }

  private UUID submit(UUID tenant, JobKind kind) {
    return fixture.submit(
        tenant,
        fixture.spec(
            kind,
            List.of("true"),
            new Resources(0.5, 64 * BrokerFixture.MIB),
            kind == JobKind.TASK ? Duration.ofMinutes(1) : null));
  }

  private String leases() {
    return fixture.one(
        "SELECT string_agg(job_id::text, ' ' ORDER BY requested_at) FROM compute.lease");
  }

  private void timePasses() {
    fixture.execute("UPDATE compute.queue_entry SET not_before = now()");
  }

  @Test
  void aJobWithoutAPriceWaitsAndHoldsUpNobody() {
    UUID other = fixture.tenant("other");
    fixture.execute(
        """
        INSERT INTO billing.tenant_price (tenant_id, meter, unit_price, currency, valid_from)
        SELECT '%s', meter, unit_price, currency, valid_from FROM billing.price
        """
            .formatted(other));
    fixture.execute(
        "UPDATE billing.price SET valid_from = now() + interval '1 year' WHERE meter = 'job.memory_gib_seconds'");
    UUID first = submit(fixture.tenantId, JobKind.TASK);
    UUID second = submit(fixture.tenantId, JobKind.TASK);
    UUID replica = submit(fixture.tenantId, JobKind.SERVICE);
    UUID others = submit(other, JobKind.TASK);

    Placing.all(machine);

    assertThat(leases().split(" "))
        .containsExactlyInAnyOrder(replica.toString(), others.toString());
    for (UUID id : List.of(first, second)) {
      Job job = fixture.job(id);
      assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
      assertThat(fixture.waitsFor(job))
          .isEqualTo(
              "It cannot be started now and is retried: no price of job.memory_gib_seconds for local.cpu is in force.");
    }

    fixture.execute("UPDATE billing.price SET valid_from = now() - interval '1 year'");
    timePasses();
    Placing.all(machine);

    assertThat(fixture.job(first).status()).isEqualTo(JobStatus.PROVISIONING);
    assertThat(fixture.job(second).status()).isEqualTo(JobStatus.PROVISIONING);
  }

  @Test
  void aJobOfASuspendedTenantSaysThatItWaitsForThat() {
    UUID id = submit(fixture.tenantId, JobKind.TASK);
    fixture.execute("UPDATE tenancy.tenant SET status = 'SUSPENDED'");

    Placing.all(machine);

    assertThat(leases()).isNull();
    assertThat(fixture.waitsFor(fixture.job(id)))
        .isEqualTo("Your organisation is suspended: its jobs wait until it is resumed.");
  }
}
