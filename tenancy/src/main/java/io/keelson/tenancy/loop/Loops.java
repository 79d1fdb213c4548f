package io.keelson.tenancy.loop;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The loops that run in this process. */
public final class Loops {
  private static final Set<DueLoop> RUNNING = ConcurrentHashMap.newKeySet();

  private Loops() {}

  /**
   * A loop that does not do its work.
   *
   * @param since when a pass last succeeded or showed progress
   * @param failure of its last pass; null when that one has not ended
   */
  public record Late(String name, Duration since, String failure) {}

  static void add(DueLoop loop) {
    RUNNING.add(loop);
  }

  static void remove(DueLoop loop) {
    RUNNING.remove(loop);
  }

  /** The latest first; empty when all is well. */
  public static List<Late> late() {
    return RUNNING.stream()
        .map(DueLoop::late)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Late::since).reversed())
        .toList();
  }
}
