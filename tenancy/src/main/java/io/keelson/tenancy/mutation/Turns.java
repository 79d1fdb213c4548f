package io.keelson.tenancy.mutation;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One at a time for each name, within this process: repetitions of a request wait here, where they
 * hold no connection to the database.
 */
final class Turns {
  private final ConcurrentHashMap<Object, Turn> turns = new ConcurrentHashMap<>();

  private static final class Turn {
    final ReentrantLock lock = new ReentrantLock();
    int wanted;
  }

  <T> T inTurn(Object name, Supplier<T> work) {
    Turn turn =
        turns.compute(
            name,
            (key, known) -> {
              Turn mine = known == null ? new Turn() : known;
              mine.wanted++;
              return mine;
            });
    turn.lock.lock();
    try {
      return work.get();
    } finally {
      turn.lock.unlock();
      turns.computeIfPresent(name, (key, known) -> --known.wanted == 0 ? null : known);
    }
  }
}
