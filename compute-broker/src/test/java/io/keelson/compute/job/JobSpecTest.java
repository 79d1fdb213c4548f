package io.keelson.compute.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class JobSpecTest {
  private static final Resources RESOURCES = new Resources(1, 64 << 20);
  private static final Actor ENGINEER =
      new Actor(Principal.Kind.PERSON, UUID.randomUUID(), "engineer");
  private static final String DIGEST = "sha256:" + "0".repeat(64);

  private static JobSpec spec(
      List<String> command, Map<String, String> environment, List<JobInput> inputs) {
    return new JobSpec(
        UUID.randomUUID(),
        null,
        "a job",
        JobKind.TASK,
        null,
        command,
        environment,
        new JsonObject(),
        inputs,
        RESOURCES,
        Duration.ofMinutes(1),
        null,
        ENGINEER);
  }

  private static void assertRefused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Invalid.class,
            e -> assertThat(e.field()).hasValueSatisfying(f -> assertThat(f).startsWith(field)));
  }

  @Test
  void aSpecWithinItsBoundsIsTaken() {
    JobSpec spec =
        spec(
            List.of("sh", "-c", "true"), Map.of("A", "b"), List.of(new JobInput("a/b", DIGEST, 3)));

    assertThat(spec.command()).containsExactly("sh", "-c", "true");
  }

  @Test
  void aServiceIsNotTriedAgain() {
    JobSpec task = spec(List.of("true"), Map.of(), List.of());
    List<Retry> retries = List.of(new Retry(EndCause.EXIT, 1, null));

    assertThat(task.retrying(retries).retries()).isEqualTo(retries);
    assertRefused(
        "retries",
        () ->
            new JobSpec(
                task.projectId(),
                null,
                "a service",
                JobKind.SERVICE,
                null,
                task.command(),
                Map.of(),
                null,
                List.of(),
                RESOURCES,
                null,
                retries,
                null,
                ENGINEER));
  }

  @Test
  void commandsOutOfBoundsAreRefusedByName() {
    assertRefused("command", () -> spec(List.of(), Map.of(), List.of()));
    assertRefused("command", () -> spec(List.of("-c"), Map.of(), List.of()));
    assertRefused("command", () -> spec(List.of("sh", "a\0b"), Map.of(), List.of()));
    assertRefused("command", () -> spec(List.of("sh", "x".repeat(70_000)), Map.of(), List.of()));
    assertRefused("command", () -> spec(Collections.nCopies(201, "x"), Map.of(), List.of()));
  }

  @Test
  void variablesOfThePlatformAndMalformedOnesAreRefused() {
    assertRefused(
        "environment", () -> spec(List.of("sh"), Map.of("KEELSON_TOKEN", "x"), List.of()));
    assertRefused("environment", () -> spec(List.of("sh"), Map.of("A=B", "x"), List.of()));
    assertRefused("environment.A", () -> spec(List.of("sh"), Map.of("A", "x\0"), List.of()));
  }

  @Test
  void inputsThatLeaveTheirFolderOrLieOnEachOtherAreRefused() {
    assertRefused("inputs.path", () -> new JobInput("../x", DIGEST, 1));
    assertRefused("inputs.path", () -> new JobInput("/etc/passwd", DIGEST, 1));
    assertRefused("inputs.digest", () -> new JobInput("x", "sha256:../../x", 1));
    JobInput file = new JobInput("a", DIGEST, 1);
    JobInput below = new JobInput("a/b", DIGEST, 1);
    assertRefused("inputs.path", () -> spec(List.of("sh"), Map.of(), List.of(file, file)));
    assertRefused("inputs.path", () -> spec(List.of("sh"), Map.of(), List.of(below, file)));
  }

  @Test
  void inputsHaveABoundTogether() {
    assertThat(spec(List.of("sh"), Map.of(), inputs(10_000, 100)).inputs()).hasSize(10_000);
    assertRefused("inputs", () -> spec(List.of("sh"), Map.of(), inputs(10_001, 10)));
    assertThat(spec(List.of("sh"), Map.of(), inputs(6_000, 600)).inputs()).hasSize(6_000);
    assertRefused("inputs", () -> spec(List.of("sh"), Map.of(), inputs(6_000, 800)));
  }

  private static List<JobInput> inputs(int count, int pathLength) {
    return IntStream.range(0, count)
        .mapToObj(i -> "f/".repeat((pathLength - 10) / 2) + "%010d".formatted(i))
        .map(path -> new JobInput(path, DIGEST, 1))
        .toList();
  }

  @Test
  void resourcesAndDurationsHaveBounds() {
    assertRefused("resources.cpus", () -> new Resources(Double.NaN, 64 << 20));
    assertRefused("resources.cpus", () -> new Resources(0, 64 << 20));
    assertRefused("resources.memoryBytes", () -> new Resources(1, 1));
    assertThat(new Resources(0.25, 64 << 20).cpuMillis()).isEqualTo(250);
    assertRefused("maxDuration", () -> task(null));
    assertRefused("maxDuration", () -> task(Duration.ofDays(8)));
    assertRefused("maxDuration", () -> task(Duration.ofMillis(999)));
  }

  private static JobSpec task(Duration maxDuration) {
    return new JobSpec(
        UUID.randomUUID(),
        null,
        "a job",
        JobKind.TASK,
        null,
        List.of("sh"),
        null,
        null,
        null,
        RESOURCES,
        maxDuration,
        null,
        ENGINEER);
  }
}
