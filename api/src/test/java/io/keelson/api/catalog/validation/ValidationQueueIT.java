package io.keelson.api.catalog.validation;

import static io.keelson.api.catalog.validation.ValidationGround.profiled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.profile.ProfileOutcome;
import io.keelson.compute.job.JobStatus;
import io.keelson.tenancy.quota.QuotaName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and what a process leaves that ends in the middle. */
class ValidationQueueIT {
  private final ValidationGround ground = new ValidationGround();
  private final CatalogFixture catalog = ground.catalog;

  @AfterEach
  void close() {
    ground.close();
  }

  private ValidationQueue queue() {
    return new ValidationQueue(
        catalog.system, catalog.database, catalog.signals, catalog.outbox, catalog.clock);
  }

  private DatasetVersionStatus status(UUID id) {
    return ground.version(id).status();
  }

  private static byte[] result(String... lines) {
    return String.join("", lines).getBytes(UTF_8);
  }

  @Test
  void aVersionWhoseJobFindsNoRoomStaysAsItIsAndIsDueLaterAndLater() {
    UUID first = ground.sealed("a.csv", "x\n1\n");
    ground.work();
    UUID second = ground.sealed("b.csv", "x\n2\n");
    ValidationLoop full =
        ground.loop(ValidationConfig.defaults(), Map.of(QuotaName.QUEUED_JOBS, 1L));

    for (int seconds : new int[] {5, 10, 20}) {
      ValidationGround.work(full);
      assertThat(status(second)).isEqualTo(DatasetVersionStatus.SEALED);
      assertThat(ground.version(second).error()).isNull();
      catalog.clock.advance(Duration.ofSeconds(seconds - 1));
      assertThat(full.next()).as("before " + seconds + " s").isFalse();
      catalog.clock.advance(Duration.ofSeconds(1));
    }
    ground.end(first, JobStatus.SUCCEEDED, null, Map.of());
    ValidationGround.work(full);

    assertThat(status(second)).isEqualTo(DatasetVersionStatus.VALIDATING);
    assertThat(ground.jobOf(second)).isPresent();
    assertThat(ValidationQueue.refusalDelay(1_000)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void versionsOfATenantThatIsSuspendedWaitAndWhatEndsIsStillTakenOver() {
    UUID under = ground.sealed("a.csv", "x\n1\n");
    ground.work();
    UUID waiting = ground.sealed("b.csv", "x\n2\n");
    ground.tenantIs("SUSPENDED");
    ground.end(under, JobStatus.CANCELLED, "cancelled", Map.of());

    ground.work();

    assertThat(status(waiting)).isEqualTo(DatasetVersionStatus.SEALED);
    assertThat(ground.version(under).error()).isEqualTo("a.csv: its job was cancelled");
    catalog.clock.advance(Duration.ofDays(9));
    ground.work();
    assertThat(ground.jobs()).isEqualTo(1);
    ground.tenantIs("ACTIVE");
    ground.work();
    assertThat(status(waiting)).isEqualTo(DatasetVersionStatus.VALIDATING);
    assertThat(status(under)).isEqualTo(DatasetVersionStatus.VALIDATING);
  }

  @Test
  void theVersionsOfATenantLeaveItsOwnJobsRoom() {
    List<UUID> many = new ArrayList<>();
    for (int i = 0; i < ValidationQueue.MAX_JOBS_OF_TENANT + 3; i++) {
      many.add(ground.sealed("a.csv", "x\n" + i + "\n"));
    }

    ground.work();

    assertThat(ground.jobs()).isEqualTo(ValidationQueue.MAX_JOBS_OF_TENANT);
    ground.succeeds(many.getFirst(), profiled("a.csv", 1));
    ground.work();
    assertThat(ground.jobs()).isEqualTo(ValidationQueue.MAX_JOBS_OF_TENANT + 1L);
    assertThat(ground.jobOf(many.getLast())).as("the last to come").isEmpty();
  }

  @Test
  void manyProcessesSubmitOneJob() {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ValidationLoop loop = ground.loop();
      all.add(CompletableFuture.runAsync(() -> ValidationGround.work(loop)));
    }
    all.forEach(CompletableFuture::join);

    assertThat(ground.jobs()).isEqualTo(1);
    assertThat(status(id)).isEqualTo(DatasetVersionStatus.VALIDATING);
  }

  @Test
  void aProcessThatEndsBeforeItSubmitsLeavesTheVersionToOthers() {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    ValidationQueue dead = queue();
    ValidationQueue.Task lost = dead.claim().orElseThrow();

    ground.work();
    assertThat(ground.jobs()).as("while the other one may be at it").isZero();
    catalog.clock.advance(Duration.ofMinutes(2));
    ground.work();

    assertThat(status(id)).isEqualTo(DatasetVersionStatus.VALIDATING);
    assertThat(dead.ifMine(lost, tx -> "too late")).isEmpty();
    dead.refused(lost);
    dead.lookAgain(lost);
    assertThat(ground.jobs()).isEqualTo(1);
    ground.succeeds(id, profiled("a.csv", 1));
    ground.work();
    assertThat(status(id)).isEqualTo(DatasetVersionStatus.VALIDATED);
  }

  @Test
  void aProcessThatEndsWhileItTakesOverLeavesThatToOthers() {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    ground.work();
    ground.succeeds(id, profiled("a.csv", 1));
    ValidationQueue dead = queue();
    ValidationQueue.Task lost = dead.claim().orElseThrow();
    // Its profile is written, its verdict is not.
    dead.ifMine(
        lost,
        tx ->
            TableRows.set(
                tx, id, "a.csv", new ProfileOutcome.Profiled(1, List.of()), catalog.now()));

    catalog.clock.advance(Duration.ofMinutes(2));
    ground.work();

    assertThat(status(id)).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(ground.jobs()).isEqualTo(1);
    assertThat(dead.ifMine(lost, tx -> "too late")).isEmpty();
  }

  @Test
  void anEndThatNobodyWasToldOfIsFound() {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    ground.work();
    ground.ended(
        id, JobStatus.SUCCEEDED, null, Map.of(ValidationJob.OUTPUT, result(profiled("a.csv", 1))));

    ground.work();
    assertThat(status(id)).isEqualTo(DatasetVersionStatus.VALIDATING);
    catalog.clock.advance(Duration.ofMinutes(6));
    ground.work();

    assertThat(status(id)).isEqualTo(DatasetVersionStatus.VALIDATED);
    catalog.deliver();
    ground.work();
    assertThat(ground.jobs()).as("told late, and again").isEqualTo(1);
  }

  @Test
  void aLongJobIsLookedAtAgainAndAgain() {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    ground.work();
    for (int i = 0; i < 5; i++) {
      catalog.clock.advance(Duration.ofMinutes(6));
      ground.work();
    }

    assertThat(status(id)).isEqualTo(DatasetVersionStatus.VALIDATING);
    assertThat(ground.jobs()).isEqualTo(1);
  }
}
