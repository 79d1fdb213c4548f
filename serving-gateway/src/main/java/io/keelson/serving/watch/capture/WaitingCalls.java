package io.keelson.serving.watch.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A tenant's calls that wait, the oldest first. They come under the lock of the queue; what is
 * fetched is taken apart by the one thread that fetches, while others come.
 */
final class WaitingCalls<S extends Sampled> {
  private final Object queue;

  /** Under the lock of the queue, as is all but {@link #fetched}. */
  private final Deque<CallChunk<S>> chunks = new ArrayDeque<>();

  private int nextCalls = CallChunk.MIN_CALLS;
  private int count;

  /** Under its own lock, which is taken before that of the queue. */
  private final Deque<CapturedCall<S>> fetched = new ArrayDeque<>();

  /** Of their messages. */
  private long fetchedBytes;

  /**
   * @param queue the lock
   */
  WaitingCalls(Object queue) {
    this.queue = queue;
  }

  /** How many wait; under the lock of the queue. */
  int count() {
    return count;
  }

  /** Under the lock of the queue. */
  CallChunk<S> open() {
    CallChunk<S> last = chunks.peekLast();
    if (last == null || last.isFull()) {
      last = new CallChunk<>(last == null ? nextCalls : CallChunk.MAX_CALLS);
      chunks.add(last);
    }
    count++;
    return last;
  }

  /** False where none came since. */
  private boolean fetch() {
    CallChunk<S> chunk;
    synchronized (queue) {
      chunk = chunks.poll();
      if (chunk != null) {
        // Of a tenant of which many come a chunk begins about as large as it will be.
        nextCalls = Math.max(chunk.count(), Math.max(nextCalls / 2, CallChunk.MIN_CALLS));
      }
    }
    if (chunk == null) {
      return false;
    }
    chunk.forEach(
        call -> {
          fetched.add(call);
          fetchedBytes += call.heldBytes();
        });
    return true;
  }

  /** See {@link CaptureQueue#first}. */
  List<CapturedCall<S>> first(int most, long mostBytes) {
    synchronized (fetched) {
      boolean isMore = true;
      while (isMore && fetched.size() < most && fetchedBytes <= mostBytes) {
        isMore = fetch();
      }
      List<CapturedCall<S>> first = new ArrayList<>(Math.min(most, fetched.size()));
      long sum = 0;
      for (CapturedCall<S> call : fetched) {
        sum += call.heldBytes();
        if (first.size() == most || (sum > mostBytes && !first.isEmpty())) {
          break;
        }
        first.add(call);
      }
      return first;
    }
  }

  /**
   * See {@link CaptureQueue#done}; {@link #removed} follows.
   *
   * @return what those held that have gone
   */
  long remove(int handedOut, Collection<CapturedCall<S>> gone) {
    if (gone.isEmpty()) {
      return 0;
    }
    synchronized (fetched) {
      boolean isAll = gone.size() == handedOut;
      Set<CapturedCall<S>> known = isAll ? Set.of() : identities(gone);
      List<CapturedCall<S>> left = new ArrayList<>();
      long released = 0;
      for (int i = 0; i < handedOut; i++) {
        CapturedCall<S> call = fetched.remove();
        if (isAll || known.contains(call)) {
          fetchedBytes -= call.heldBytes();
          released += call.heldBytes() + CaptureQueue.ENTRY_BYTES;
        } else {
          left.add(call.apart()); // it may wait long, and is not to hold what was beside it
        }
      }
      left.reversed().forEach(fetched::addFirst);
      return released;
    }
  }

  /** Under the lock of the queue. */
  void removed(int gone) {
    count -= gone;
  }

  private static <T> Set<T> identities(Collection<T> all) {
    Set<T> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(all);
    return known;
  }
}
