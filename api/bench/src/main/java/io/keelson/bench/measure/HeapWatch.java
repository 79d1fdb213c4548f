package io.keelson.bench.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The live heap of the platform: what is left right after a full collection, which is what grows
 * when something is held. Collecting disturbs, so the pass that is watched is not the one timed.
 */
public final class HeapWatch {
  // A line a generation or one for the whole heap, by collector; class metadata is no heap.
  private static final Pattern USED =
      Pattern.compile("(?m)^(?!\\s*(?:Metaspace|class space)).*? used (\\d+)([KM])\\b");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long INTERVAL_MS = 500;
  private static final double KIB_PER_MIB = 1024;

  private final String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
  private final Listener platform;

  public HeapWatch(Listener platform) {
    this.platform = platform;
  }

  /** What is done while the heap is watched. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  /**
   * @param beforeMib before the action began
   * @param peakMib the largest while it ran
   */
  public record Growth(double beforeMib, double peakMib, int samples) {
    public double mib() {
      return peakMib - beforeMib;
    }
  }

  public Growth during(Action action) throws Exception {
    double before = Math.min(liveMib(), liveMib());
    AtomicBoolean ended = new AtomicBoolean();
    double[] peak = {before};
    int[] samples = {0};
    Thread watcher =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!ended.get()) {
                    peak[0] = Math.max(peak[0], liveMib());
                    samples[0]++;
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS));
                  }
                });
    try {
      action.run();
    } finally {
      ended.set(true);
      watcher.join();
    }
    return new Growth(before, peak[0], samples[0]);
  }

  /** After a full collection. */
  public double liveMib() {
    jcmd("GC.run");
    return usedMib(jcmd("GC.heap_info"));
  }

  static double usedMib(String heapInfo) {
    double mib =
        USED.matcher(heapInfo)
            .results()
            .mapToDouble(
                used -> {
                  long amount = Long.parseLong(used.group(1));
                  return used.group(2).equals("M") ? amount : amount / KIB_PER_MIB;
                })
            .sum();
    if (mib == 0) {
      throw new IllegalStateException("jcmd's output is not understood:\n" + heapInfo);
    }
    return mib;
  }

  private String jcmd(String command) {
    return Tool.run(PATIENCE, List.of(jcmd, "" + platform.pid(), command));
  }
}
