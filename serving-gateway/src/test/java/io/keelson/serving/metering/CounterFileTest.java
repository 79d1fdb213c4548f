package io.keelson.serving.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CounterFileTest {
  @TempDir Path folder;

  private static RevisionCounter.Key key() {
    return new RevisionCounter.Key(
        UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
  }

  @Test
  void whatWasCountedIsThereWhenTheFileIsOpenedAgain() {
    UUID instance = UUID.randomUUID();
    RevisionCounter.Key first = key();
    RevisionCounter.Key second = key();
    CounterFile written = CounterFile.create(folder, instance, 1_000);
    RequestCounters counters = new RequestCounters(written, InstantSource.system());
    for (int i = 0; i < 5; i++) {
      counters.of(first).answered(1_000);
    }
    counters.of(second).answered(1_000);
    counters.of(second).failed(1_000);
    written.seen(61_000);
    written.close(); // as the system does when the process is killed

    List<CounterFile> found = CounterFile.abandoned(folder);

    assertThat(found).hasSize(1);
    CounterFile read = found.getFirst();
    assertThat(read.isUsable()).isTrue();
    assertThat(read.instanceId()).isEqualTo(instance);
    assertThat(read.startedMillis()).isEqualTo(1_000);
    assertThat(read.seenMillis()).isEqualTo(61_000);
    assertThat(read.slots()).extracting(CounterFile.Slot::key).containsExactly(first, second);
    assertThat(read.slots()).extracting(CounterFile.Slot::value).containsExactly(5L, 1L);
    read.delete();
    assertThat(CounterFile.abandoned(folder)).isEmpty();
  }

  @Test
  void aFileThatCouldNotBeOpenedOnceIsOpenedLater() throws IOException {
    UUID instance = UUID.randomUUID();
    CounterFile.create(folder, instance, 0).close();
    Path file = folder.resolve("requests-" + instance + ".counters");
    Path aside = Files.move(file, folder.resolve("aside"));
    Files.createDirectory(file);
    assertThatThrownBy(() -> CounterFile.abandoned(folder))
        .isInstanceOf(UncheckedIOException.class);
    Files.delete(file);
    Files.move(aside, file);

    List<CounterFile> found = CounterFile.abandoned(folder);

    assertThat(found).extracting(CounterFile::instanceId).containsExactly(instance);
    found.getFirst().delete();
  }

  @Test
  void theFileOfALivingProcessIsLeftAlone() {
    try (CounterFile mine = CounterFile.create(folder, UUID.randomUUID(), 0)) {
      RevisionCounter counter = new RequestCounters(mine, InstantSource.system()).of(key());
      counter.answered(1);

      assertThat(CounterFile.abandoned(folder)).isEmpty();
      counter.answered(1);
      assertThat(CounterFile.abandoned(folder)).isEmpty();
      assertThat(counter.answeredRequests()).isEqualTo(2);
    }
  }

  @Test
  void anotherProcessCannotTakeItAndFindsItWhenItsOwnerIsKilled() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(owner.inputReader().readLine()).isEqualTo("counted 1000");
      assertThat(CounterFile.abandoned(folder)).isEmpty();
    } finally {
      owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    List<CounterFile> found = CounterFile.abandoned(folder);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().slots().getFirst().value()).isEqualTo(1_000);
    found.getFirst().delete();
  }

  /** Counts and waits to be killed. */
  static final class Owner {
    public static void main(String[] arguments) throws IOException {
      CounterFile file = CounterFile.create(Path.of(arguments[0]), UUID.randomUUID(), 0);
      RevisionCounter counter = new RequestCounters(file, InstantSource.system()).of(key());
      for (int i = 0; i < 1_000; i++) {
        counter.answered(1);
      }
      System.out.println("counted 1000");
      System.in.read();
    }
  }

  @Test
  void manyThreadsLoseNoCount() throws Exception {
    try (CounterFile file = CounterFile.create(folder, UUID.randomUUID(), 0);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      RequestCounters counters = new RequestCounters(file, InstantSource.system());
      RevisionCounter.Key key = key();
      List<java.util.concurrent.Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50_000; i++) {
                    counters.of(key).answered(i);
                  }
                }));
      }
      for (var one : running) {
        one.get();
      }
      assertThat(counters.of(key).answeredRequests()).isEqualTo(200_000);
      assertThat(counters.of(key).totals().since(RevisionCounter.Totals.NONE).requests())
          .isEqualTo(200_000);
    }
  }

  @Test
  void aFileThatWasNeverFinishedIsNoCounter() throws IOException {
    Files.write(folder.resolve("requests-" + UUID.randomUUID() + ".counters"), new byte[10]);

    List<CounterFile> found = CounterFile.abandoned(folder);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().isUsable()).isFalse();
    found.getFirst().delete();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFullFileSaysSo() {
    try (CounterFile file = CounterFile.create(folder, UUID.randomUUID(), 0)) {
      RevisionCounter.Key key = key();
      for (int i = 0; i < CounterFile.MAX_SLOTS; i++) {
        file.take(key, UUID.randomUUID(), 0);
      }
      assertThatThrownBy(() -> file.take(key, UUID.randomUUID(), 0)).hasMessageContaining("65536");
    }
  }

  @Test
  void aSlotIsTakenWithTheFirstRequest() {
    try (CounterFile file = CounterFile.create(folder, UUID.randomUUID(), 0, 1)) {
      RequestCounters counters = new RequestCounters(file, InstantSource.system());
      for (int i = 0; i < 1_000; i++) {
        assertThat(counters.of(key()).answeredRequests()).as("routed to, never asked").isZero();
      }
      RevisionCounter asked = counters.of(key());
      RevisionCounter next = counters.of(key());

      assertThat(asked.enter()).isTrue();
      assertThat(next.enter()).as("one slot, and it is taken").isFalse();
      assertThat(file.slots()).extracting(CounterFile.Slot::key).containsExactly(asked.key());
    }
  }

  /** Those that are closed by then and not forgotten. */
  private static List<RevisionCounter> closed(RequestCounters counters, Instant now) {
    counters.closeGone(now);
    return counters.all().stream().filter(RevisionCounter::isClosed).toList();
  }

  @Test
  void aCounterIsClosedWhenItsRevisionIsGoneAndNoCallIsUnderWay() {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
    try (CounterFile file = CounterFile.create(folder, UUID.randomUUID(), 0, 1)) {
      RequestCounters counters = new RequestCounters(file, time::get);
      RevisionCounter counter = counters.of(key());
      counter.enter();
      counters.routed(Set.of(), revision -> true);
      assertThat(closed(counters, time.get())).isEmpty();
      time.set(Instant.EPOCH.plus(Duration.ofMinutes(20)));

      assertThat(closed(counters, time.get())).as("a call is under way").isEmpty();
      counter.answered(1);
      counter.leave();
      assertThat(closed(counters, time.get())).containsExactly(counter);
      assertThat(counter.enter()).isFalse();
      assertThat(file.slots()).as("kept until all is billed").hasSize(1);
      assertThat(counters.of(counter.key())).as("it may come back").isNotSameAs(counter);

      counters.forget(counter);
      assertThat(file.slots()).isEmpty();
      assertThat(counters.of(counter.key()).enter()).isTrue();
      assertThat(file.slots().getFirst().value()).isZero();
      assertThat(file.slots().getFirst().id()).isNotEqualTo(counter.slot().orElseThrow().id());
    }
  }

  @Test
  void aCounterOfARevisionThatHasEndedIsClosedWithinSecondsButNotWhileItsTableIsMade() {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
    try (CounterFile file = CounterFile.create(folder, UUID.randomUUID(), 0, 2)) {
      RequestCounters counters = new RequestCounters(file, time::get);
      counters.routed(Set.of(), revision -> false);
      RevisionCounter made = counters.of(key());
      RevisionCounter ended = counters.of(key());
      ended.enter();
      assertThat(closed(counters, time.get())).as("the table may be in the making").isEmpty();
      counters.routed(Set.of(made.key()), revision -> false);
      time.set(Instant.EPOCH.plusSeconds(5));

      assertThat(closed(counters, time.get())).as("a call is under way").isEmpty();
      ended.leave();
      assertThat(closed(counters, time.get())).containsExactly(ended);
      assertThat(ended.enter()).isFalse();
      assertThat(made.enter()).isTrue();
    }
  }

  @Test
  void seventyThousandRevisionsInSixtyFourSlotsLoseAndRepeatNothingInACrash() {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
    Map<UUID, Long> ledger = new HashMap<>();
    long answered = 0;
    CounterFile file = CounterFile.create(folder, UUID.randomUUID(), 0, 64);
    RequestCounters counters = new RequestCounters(file, time::get);
    for (int revision = 0; revision < 70_000; revision++) {
      RevisionCounter counter = counters.of(key());
      counters.routed(Set.of(counter.key()), id -> true);
      assertThat(counter.enter()).as("revision %d", revision).isTrue();
      for (int i = 0; i <= revision % 3; i++) {
        counter.answered(1);
        answered++;
      }
      counter.leave();
      time.updateAndGet(now -> now.plusSeconds(20));
      for (RevisionCounter gone : closed(counters, time.get())) {
        gone.slot().ifPresent(slot -> ledger.put(slot.id(), slot.value()));
        if (revision < 69_990) {
          counters.forget(gone); // the last ones are billed, and the process is killed before this
        }
      }
    }
    file.close(); // as the system does when the process is killed

    CounterFile left = CounterFile.abandoned(folder).getFirst();
    left.slots().forEach(slot -> ledger.put(slot.id(), slot.value()));

    assertThat(left.slots()).hasSizeBetween(20, 64);
    assertThat(ledger.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(answered);
    assertThat(ledger).hasSize(70_000);
    left.delete();
  }
}
