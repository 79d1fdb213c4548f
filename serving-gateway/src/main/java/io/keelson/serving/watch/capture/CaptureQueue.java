package io.keelson.serving.watch.capture;

import io.keelson.tenancy.loop.WriteBehind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

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

  /** When so many of a tenant wait they are to be fetched at once: as many as go together. */
  private static final int CROWD = 1_000;

  private final long maxBytes;
  private final long maxBytesPerTenant;
  private final InstantSource clock;
  private final CaptureCounts counts = new CaptureCounts();
  private final Map<UUID, Held<S>> byTenant = new HashMap<>();

  /** By tenant; the one whose turn is next comes first. */
  private final Map<UUID, WaitingCalls<S>> waiting = new LinkedHashMap<>();

  /** What calls waited in that have gone, for those that come. */
  private final Deque<CallChunk<S>> spare = new ArrayDeque<>();

  private long bytes;
  private volatile Consumer<UUID> crowded = tenantId -> {};

  /** Of the tenant that was asked for last: calls come in bursts, and each asks several times. */
  private Held<S> last;

  /** Of one tenant, while it has any bytes. */
  private static final class Held<S extends Sampled> {
    private final UUID tenantId;
    private final WaitingCalls<S> calls;
    private long bytes;

    Held(UUID tenantId, WaitingCalls<S> calls) {
      this.tenantId = tenantId;
      this.calls = calls;
    }
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

  /**
   * Whenever many of one tenant have come to wait.
   *
   * @param fetch gets the tenant; must not wait
   */
  public void whenCrowded(Consumer<UUID> fetch) {
    crowded = fetch;
  }

  /** Null while it has no bytes. */
  @SuppressWarnings("ReferenceEquality") // one that is another object is looked up
  private Held<S> held(UUID tenantId) {
    if (last == null || last.tenantId != tenantId) {
      last = byTenant.get(tenantId);
    }
    return last;
  }

  synchronized boolean take(UUID tenantId, long more) {
    Held<S> held = held(tenantId);
    if (bytes + more > maxBytes || (held == null ? 0 : held.bytes) + more > maxBytesPerTenant) {
      return false;
    }
    if (held == null) {
      held = new Held<>(tenantId, new WaitingCalls<>(this, spare));
      byTenant.put(tenantId, held);
      last = held;
    }
    bytes += more;
    held.bytes += more;
    return true;
  }

  synchronized void release(UUID tenantId, long fewer) {
    Held<S> held = held(tenantId);
    if (held != null) {
      release(held, fewer);
    }
  }

  private void release(Held<S> held, long fewer) {
    bytes -= fewer;
    held.bytes -= fewer;
    if (held.bytes <= 0) {
      byTenant.remove(held.tenantId);
      last = null;
    }
  }

  /**
   * A call was answered; room for it was taken before.
   *
   * @param spareBytes what was taken beyond that
   */
  void offer(UUID tenantId, long spareBytes, CaptureTap<S> call, Instant at, long nanos) {
    int waitingOfTenant;
    synchronized (this) {
      Held<S> held = held(tenantId);
      release(held, spareBytes);
      held.calls.open().add(call, at, nanos);
      waitingOfTenant = held.calls.count();
      if (waitingOfTenant == 1) {
        waiting.put(tenantId, held.calls);
      }
    }
    if (waitingOfTenant % CROWD == 0) {
      crowded.accept(tenantId);
    }
  }

  /** Whose calls wait, in the order of their turns. */
  public synchronized List<UUID> tenants() {
    return List.copyOf(waiting.keySet());
  }

  private synchronized WaitingCalls<S> ofTenant(UUID tenantId) {
    return waiting.get(tenantId);
  }

  /**
   * A tenant's oldest ones, which stay until they are {@link #done}.
   *
   * @param most how many
   * @param mostBytes of their messages; one is handed out whatever it has
   */
  public List<CapturedCall<S>> first(UUID tenantId, int most, long mostBytes) {
    WaitingCalls<S> calls = ofTenant(tenantId);
    return calls == null ? List.of() : calls.first(most, mostBytes);
  }

  /**
   * Some of a tenant's oldest have gone, one way or the other: nobody may look at their messages
   * from then on. The others wait on, and other tenants have their turn first.
   *
   * @param handedOut how many {@link #first} handed out; nobody else takes any of the tenant's
   *     meanwhile
   * @param gone of these, each once
   */
  public void done(UUID tenantId, int handedOut, Collection<CapturedCall<S>> gone) {
    WaitingCalls<S> calls = ofTenant(tenantId);
    if (calls == null) {
      return;
    }
    long released = calls.remove(handedOut, gone);
    synchronized (this) {
      calls.removed(gone.size());
      waiting.remove(tenantId);
      if (calls.count() > 0) {
        waiting.put(tenantId, calls);
      }
      release(tenantId, released);
    }
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

  /** Calls of a tenant that wait to be kept. */
  synchronized int waiting(UUID tenantId) {
    WaitingCalls<S> calls = waiting.get(tenantId);
    return calls == null ? 0 : calls.count();
  }

  /** Calls that wait to be kept. */
  public synchronized int waiting() {
    return waiting.values().stream().mapToInt(WaitingCalls::count).sum();
  }
}
