package io.keelson.api.graphql.engine;

import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.share.FairTurns;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;

/**
 * The events of one subscription, of which one is under way at a time. Each is an operation of its
 * own to the process: it holds a permit while it runs, its items are paid for, and one that takes
 * too long ends the subscription. Any thread may call.
 */
final class EventTurns {
  private final FairTurns permits;
  private final TimeLimit limit;
  private final RunningOperation operation;
  private volatile Consumer<Failure> ended = failure -> {};
  private volatile Turn current;

  EventTurns(FairTurns permits, TimeLimit limit, RunningOperation operation) {
    this.permits = permits;
    this.limit = limit;
    this.operation = operation;
  }

  /**
   * @param ended is told when an event takes too long, perhaps by another thread
   */
  void onLate(Consumer<Failure> ended) {
    this.ended = ended;
  }

  /**
   * An event has come.
   *
   * @param granted is told once it may begin, perhaps before this returns
   */
  Turn ask(Consumer<Turn> granted) {
    Turn turn = new Turn(granted);
    current = turn;
    permits.ask(operation.payer(), turn);
    return turn;
  }

  /** The event that came last; null before the first one. */
  Turn current() {
    return current;
  }

  private enum State {
    WAITING,
    GRANTED,
    RUNNING,
    LATE,
    OVER
  }

  /** One event, from when it comes until its answer is there. */
  final class Turn implements Runnable {
    private final Consumer<Turn> granted;
    private State state = State.WAITING;
    private Runnable next = () -> {};
    private ScheduledFuture<?> end;

    private Turn(Consumer<Turn> granted) {
      this.granted = granted;
    }

    /** There is a permit. */
    @Override
    public void run() {
      if (to(State.WAITING, State.GRANTED)) {
        granted.accept(this);
      } else {
        permits.release(operation.payer());
      }
    }

    /**
     * Runs what begins the event; not when it was dropped meanwhile.
     *
     * @param begins may answer at once, or later
     */
    void begin(Runnable begins) {
      if (!to(State.GRANTED, State.RUNNING)) {
        return;
      }
      operation.hold();
      boolean hasBegun = false;
      try {
        begins.run();
        hasBegun = true;
      } finally {
        if (!hasBegun) {
          over();
        }
      }
      limitTime();
      next.run();
    }

    private synchronized void limitTime() {
      if (state == State.RUNNING) {
        end = limit.begin(this::late);
      }
    }

    private void late(Failure tooLong) {
      if (to(State.RUNNING, State.LATE)) {
        operation.end(tooLong);
        ended.accept(tooLong);
      }
    }

    /** What it began is over, however it went. Once or more. */
    void over() {
      synchronized (this) {
        if (state != State.RUNNING && state != State.LATE) {
          return;
        }
        state = State.OVER;
        if (end != null) {
          end.cancel(false);
        }
      }
      operation.chargeEvent();
      operation.letGo();
      permits.release(operation.payer());
    }

    /** It is not wanted any more; one that has begun goes on, and holds its permit until then. */
    void drop() {
      if (to(State.WAITING, State.OVER)) {
        permits.withdraw(operation.payer(), this);
      } else if (to(State.GRANTED, State.OVER)) {
        permits.release(operation.payer());
      }
    }

    /** Runs it once the event has begun, or now if it has. */
    void afterwards(Runnable work) {
      synchronized (this) {
        if (state == State.WAITING || state == State.GRANTED) {
          next = work;
          return;
        }
      }
      work.run();
    }

    private synchronized boolean to(State from, State to) {
      if (state != from) {
        return false;
      }
      state = to;
      return true;
    }
  }
}
