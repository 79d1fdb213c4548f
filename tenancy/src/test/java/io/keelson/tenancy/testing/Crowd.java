package io.keelson.tenancy.testing;

import io.keelson.tenancy.failure.QuotaExceeded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Many clients that want the same at the same time. */
public final class Crowd {
  public static final int CLIENTS = 64;

  private Crowd() {}

  /**
   * What became of them.
   *
   * @param admitted how many got what they wanted
   * @param refusals what the others were told
   */
  public record Outcome(int admitted, List<QuotaExceeded> refusals) {}

  /**
   * Lets all of them begin together.
   *
   * @param attempt of one, by its number; fails with {@link QuotaExceeded} or not at all
   */
  public static Outcome of(IntConsumer attempt) throws InterruptedException {
    CountDownLatch together = new CountDownLatch(CLIENTS);
    List<Future<QuotaExceeded>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return refusal(attempt, client);
                }));
      }
    }
    List<QuotaExceeded> refusals = new ArrayList<>();
    for (Future<QuotaExceeded> client : clients) {
      try {
        QuotaExceeded refusal = client.get();
        if (refusal != null) {
          refusals.add(refusal);
        }
      } catch (ExecutionException e) {
        throw new AssertionError("neither admitted nor refused", e.getCause());
      }
    }
    return new Outcome(CLIENTS - refusals.size(), refusals);
  }

  private static QuotaExceeded refusal(IntConsumer attempt, int client) {
    try {
      attempt.accept(client);
      return null;
    } catch (QuotaExceeded full) {
      return full;
    }
  }
}
