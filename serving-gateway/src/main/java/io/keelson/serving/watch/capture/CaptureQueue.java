package io.keelson.serving.watch.capture;

import io.keelson.tenancy.loop.WriteBehind;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Answered requests on their way to where they are kept: bounded in bytes, in all and for each
 * tenant, with those of calls that are still under way. Whoever finds no room loses the capture,
 * and never waits. Any thread may call.
 */
public final class CaptureQueue<S extends Sampled> {
  /** More of one message is not kept: of a larger one only its size. */
  public static final int MAX_MESSAGE_BYTES = 256 << 10;

  /** What an entry takes beside its messages. */
  static final int ENTRY_BYTES = 512;

  /** When so many of a tenant wait they are to be fetched at once: they are not to get old. */
  private static final int CROWD = 500;

  private final long maxBytes;
  private final long maxBytesPerTenant;
  private final InstantSource clock;
  private final CaptureCounts counts = new CaptureCounts();
  private final Map<UUID, Held> byTenant = new HashMap<>();

  /** By tenant; the one whose turn is next comes first. */
  private final Map<UUID, Deque<CapturedCall<S>>> waiting = new LinkedHashMap<>();

  private long bytes;
  private volatile Runnable crowded = () -> {};

  /** Bytes of one tenant. */
  private static final class Held {
    private long bytes;
  }

  /**
   * @param maxBytes of all that waits and is gathered
   * @param maxBytesPerTenant of one tenant's
   */
  public CaptureQueue(long maxBytes, long maxBytesPerTenant, InstantSource clock) {
    this.maxBytes = maxBytes;
    this.maxBytesPerTenant = maxBytesPerTenant;
    this.clock = clock;
  }

  /** Keeps nothing, for data planes whose routes have no capture. */
  public static <S extends Sampled> CaptureQueue<S> none() {
    return new CaptureQueue<>(0, 0, InstantSource.system());
  }

  /**
   * A call begins that may be kept.
   *
   * @param revision its number
   */
  public CaptureTap<S> tap(UUID tenantId, UUID endpointId, int revision, S settings) {
    return tap(new CapturedCall.Source(tenantId, endpointId, revision), settings);
  }

  /** Likewise; the source is best the same one for all calls of a revision. */
  public CaptureTap<S> tap(CapturedCall.Source source, S settings) {
    return new CaptureTap<>(this, source, settings, clock);
  }

  /** Calls {@code fetch}, which must not wait, whenever many of one tenant have come to wait. */
  public void whenCrowded(Runnable fetch) {
    crowded = fetch;
  }

  synchronized boolean take(UUID tenantId, long more) {
    Held held = byTenant.get(tenantId);
    if (bytes + more > maxBytes || (held == null ? 0 : held.bytes) + more > maxBytesPerTenant) {
      return false;
    }
    if (held == null) {
      held = new Held();
      byTenant.put(tenantId, held);
    }
    bytes += more;
    held.bytes += more;
    return true;
  }

  synchronized void release(UUID tenantId, long fewer) {
    Held held = byTenant.get(tenantId);
    if (held == null) {
      return;
    }
    bytes -= fewer;
    held.bytes -= fewer;
    if (held.bytes <= 0) {
      byTenant.remove(tenantId);
    }
  }

  /**
   * Room for it was taken before.
   *
   * @param spareBytes what was taken beyond that
   */
  void offer(long spareBytes, CapturedCall<S> call) {
    UUID tenantId = call.source().tenantId();
    int waitingOfTenant;
    synchronized (this) {
      release(tenantId, spareBytes);
      Deque<CapturedCall<S>> ofTenant = waiting.computeIfAbsent(tenantId, id -> new ArrayDeque<>());
      ofTenant.add(call);
      waitingOfTenant = ofTenant.size();
    }
    if (waitingOfTenant % CROWD == 0) {
      crowded.run();
    }
  }

  /** Whose calls wait, in the order of their turns. */
  public synchronized List<UUID> tenants() {
    return List.copyOf(waiting.keySet());
  }

  /**
   * A tenant's oldest ones, which stay until they are {@link #done}.
   *
   * @param most how many
   * @param mostBytes of their messages; one is handed out whatever it has
   */
  public synchronized List<CapturedCall<S>> first(UUID tenantId, int most, long mostBytes) {
    List<CapturedCall<S>> first = new ArrayList<>();
    long sum = 0;
    for (CapturedCall<S> call : waiting.getOrDefault(tenantId, new ArrayDeque<>())) {
      sum += call.heldBytes();
      if (first.size() == most || (sum > mostBytes && !first.isEmpty())) {
        break;
      }
      first.add(call);
    }
    return first;
  }

  /**
   * Some of a tenant's oldest have gone, one way or the other; the others wait on, and other
   * tenants have their turn first.
   *
   * @param handedOut how many {@link #first} handed out; nobody else takes any of the tenant's
   *     meanwhile
   * @param gone of these, each once
   */
  public synchronized void done(UUID tenantId, int handedOut, Collection<CapturedCall<S>> gone) {
    Deque<CapturedCall<S>> ofTenant = waiting.remove(tenantId);
    List<CapturedCall<S>> left = new ArrayList<>();
    boolean isAll = gone.size() == handedOut;
    Set<CapturedCall<S>> known = isAll ? Set.of() : identities(gone);
    long released = 0;
    for (int i = 0; i < handedOut; i++) {
      CapturedCall<S> call = ofTenant.remove();
      if (isAll || known.contains(call)) {
        released += call.heldBytes() + ENTRY_BYTES;
      } else {
        left.add(call);
      }
    }
    release(tenantId, released);
    left.reversed().forEach(ofTenant::addFirst);
    if (!ofTenant.isEmpty()) {
      waiting.put(tenantId, ofTenant);
    }
  }

  private static <T> Set<T> identities(Collection<T> all) {
    Set<T> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(all);
    return known;
  }

  /** What became of one. */
  public void count(CapturedCall.Source source, CaptureCount count) {
    if (!count.equals(CaptureCount.NONE)) {
      counts.add(source.tenantId(), source.endpointId(), count);
    }
  }

  public WriteBehind.Counts<Map<UUID, CaptureCount>> counts() {
    return counts;
  }

  /** Bytes that wait or are gathered now. */
  public synchronized long heldBytes() {
    return bytes;
  }

  /** Calls that wait to be kept. */
  public synchronized int waiting() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }
}
