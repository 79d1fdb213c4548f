package io.keelson.tenancy.share;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Permits that many share and wait for: whoever asks gets another one while it holds fewer than are
 * free, as of {@link FairShare}; what finds none waits, and those with something that waits take
 * turns. Any thread may call.
 */
public final class FairTurns {
  private final Map<Object, Holder> holders = new LinkedHashMap<>();
  private int free;

  private static final class Holder {
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int held;
  }

  public FairTurns(int count) {
    this.free = count;
  }

  /**
   * @param granted runs once there is a permit, perhaps before this returns; then it is to be
   *     released
   */
  public void ask(Object who, Runnable granted) {
    synchronized (this) {
      Holder asking = holders.computeIfAbsent(who, unknown -> new Holder());
      if (!asking.waiting.isEmpty() || !mayTake(asking)) {
        asking.waiting.add(granted);
        return;
      }
      take(asking);
    }
    granted.run();
  }

  /** Whether it waited; then it gets none. */
  public synchronized boolean withdraw(Object who, Runnable granted) {
    Holder asking = holders.get(who);
    boolean waited = asking != null && asking.waiting.remove(granted);
    if (waited) {
      forgetIfIdle(who, asking);
    }
    return waited;
  }

  public void release(Object who) {
    List<Runnable> granted = new ArrayList<>(1);
    synchronized (this) {
      Holder holding = holders.get(who);
      holding.held--;
      free++;
      forgetIfIdle(who, holding);
      Runnable next;
      while ((next = next()) != null) {
        granted.add(next);
      }
    }
    granted.forEach(Runnable::run);
  }

  /** Whoever got one goes to the end of the line. Null when nobody may. */
  private Runnable next() {
    for (Map.Entry<Object, Holder> one : holders.entrySet()) {
      Holder who = one.getValue();
      if (!who.waiting.isEmpty() && mayTake(who)) {
        Iterator<Runnable> first = who.waiting.iterator();
        Runnable granted = first.next();
        first.remove();
        take(who);
        holders.remove(one.getKey());
        holders.put(one.getKey(), who);
        return granted;
      }
    }
    return null;
  }

  private boolean mayTake(Holder who) {
    return who.held < free;
  }

  private void take(Holder who) {
    who.held++;
    free--;
  }

  private void forgetIfIdle(Object who, Holder idle) {
    if (idle.held == 0 && idle.waiting.isEmpty()) {
      holders.remove(who);
    }
  }
}
