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
  /** Of those that have taken so many calls the next one takes as many, likely. */
  private static final int MANY_CALLS = CallChunk.MAX_CALLS / 2;

  /** More than go together; a little more than a mebibyte. */
  private static final int MAX_SPARE = 16;

  private final Object queue;

  /** Those of all tenants that may take other calls; under the lock of the queue. */
  private final Deque<CallChunk<S>> spare;

  /** Under the lock of the queue, as is all but {@link #fetched}. */
  private final Deque<CallChunk<S>> chunks = new ArrayDeque<>();

  private int nextCalls = CallChunk.MIN_CALLS;
  private int count;

  /** Under its own lock, which is taken before that of the queue. */
  private final Deque<CapturedCall<S>> fetched = new ArrayDeque<>();

  /** In which they are, in their order. */
  private final Deque<CallChunk<S>> fetchedChunks = new ArrayDeque<>();

  /** The first ones, which are in none any more. */
  private int apart;

  /** Of their messages. */
  private long fetchedBytes;

  /**
   * @param queue the lock
   * @param spare of the queue
   */
  WaitingCalls(Object queue, Deque<CallChunk<S>> spare) {
    this.queue = queue;
    this.spare = spare;
  }

  /** How many wait; under the lock of the queue. */
  int count() {
    return count;
  }

  /** Under the lock of the queue. */
  CallChunk<S> open() {
    CallChunk<S> last = chunks.peekLast();
    if (last == null || last.isFull()) {
      last = next(last == null ? nextCalls : CallChunk.MAX_CALLS);
      chunks.add(last);
    }
    count++;
    return last;
  }

  private CallChunk<S> next(int calls) {
    if (calls < MANY_CALLS) {
      return new CallChunk<>(calls);
    }
    CallChunk<S> free = spare.poll();
    return free == null ? new CallChunk<>(CallChunk.MAX_CALLS) : free;
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
    chunk.handedOut();
    fetchedChunks.add(chunk);
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
        leaveChunk();
      }
      left.reversed().forEach(fetched::addFirst);
      apart += left.size();
      return released;
    }
  }

  /** The first one is in its chunk no longer. */
  private void leaveChunk() {
    if (apart > 0) {
      apart--;
    } else if (fetchedChunks.element().hasLost()) {
      CallChunk<S> empty = fetchedChunks.remove();
      empty.clear();
      synchronized (queue) {
        if (empty.isWide() && spare.size() < MAX_SPARE) {
          spare.push(empty);
        }
      }
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
