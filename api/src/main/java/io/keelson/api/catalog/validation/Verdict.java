package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.profile.TableStatus;
import java.time.Duration;
import java.util.List;

/** What a version becomes by what was found of its tables. */
sealed interface Verdict {

  /** Each of its tables has a profile, or it has none. */
  record Validated() implements Verdict {}

  /** Each of its files is broken by itself: nothing in it can be read. */
  record Rejected(String reason) implements Verdict {}

  /** Tables were put back meanwhile, and wait. */
  record Unfinished() implements Verdict {}

  /**
   * Not all of it could be looked at.
   *
   * @param mayPass whether another attempt may end otherwise with the same profiler
   */
  record Errored(String reason, boolean mayPass) implements Verdict {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LAST_RETRY = Duration.ofHours(6);
    private static final Duration FIRST_LOOK_AGAIN = Duration.ofDays(1);
    private static final Duration LAST_LOOK_AGAIN = Duration.ofDays(30);
    private static final int MAX_DOUBLINGS = 20;

    /**
     * 10 s, 20 s, 40 s …, at most 6 h; where only another profiler can help, 1 day, 2 days …, at
     * most 30.
     *
     * @param failures attempts before that ended so
     */
    Duration retryDelay(int failures) {
      Duration first = mayPass ? FIRST_RETRY : FIRST_LOOK_AGAIN;
      Duration last = mayPass ? LAST_RETRY : LAST_LOOK_AGAIN;
      Duration delay = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
      return delay.compareTo(last) < 0 ? delay : last;
    }
  }

  /** A table that was tried. */
  record Tried(String name, int files, TableStatus status, String reason) {
    String inWords() {
      return name + ": " + reason;
    }
  }

  /**
   * @param tables all that are looked at
   * @param others how many files of the version are no table
   * @param leftOut how many tables are more than a version may have
   */
  static Verdict of(List<Tried> tables, int others, int leftOut) {
    List<Tried> open =
        tables.stream().filter(table -> table.status() != TableStatus.PROFILED).toList();
    if (open.isEmpty()) {
      return leftOut == 0
          ? new Validated()
          : new Errored(tooMany(tables.size() + leftOut, tables.size()), false);
    }
    if (open.stream().anyMatch(table -> table.status() == TableStatus.PENDING)) {
      return new Unfinished();
    }
    boolean nothingReadable =
        others == 0
            && leftOut == 0
            && open.size() == tables.size()
            && open.stream()
                .allMatch(table -> table.status() == TableStatus.UNREADABLE && table.files() == 1);
    String reason = reason(open, tables.size());
    if (nothingReadable) {
      return new Rejected(reason);
    }
    return new Errored(
        reason, open.stream().anyMatch(table -> table.status() == TableStatus.FAILED));
  }

  private static String reason(List<Tried> open, int all) {
    String first = open.getFirst().inWords();
    return open.size() == 1
        ? first
        : "%d of %d tables have no profile; %s".formatted(open.size(), all, first);
  }

  private static String tooMany(int tables, int most) {
    return "has %d tables (expected: at most %d)".formatted(tables, most);
  }
}
