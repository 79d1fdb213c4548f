package io.keelson.serving.metering;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The counters of this process, one for each revision that it has ever routed to. */
public final class RequestCounters {
  private final CounterFile file;
  private final Map<RevisionCounter.Key, RevisionCounter> counters = new ConcurrentHashMap<>();

  public RequestCounters(CounterFile file) {
    this.file = file;
  }

  /** The counter of the key, the same one each time. */
  public RevisionCounter of(RevisionCounter.Key key) {
    return counters.computeIfAbsent(key, wanted -> new RevisionCounter(wanted, file.add(wanted)));
  }

  Collection<RevisionCounter> all() {
    return List.copyOf(counters.values());
  }

  CounterFile file() {
    return file;
  }
}
