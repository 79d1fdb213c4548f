package io.keelson.api.graphql.engine;

import graphql.execution.instrumentation.InstrumentationState;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.RateLimited;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One operation under way: its document, what its lists have held so far, and what ended it. */
final class RunningOperation implements InstrumentationState {
  private final long maxCost;
  private final Charge charge;
  private final AtomicLong used = new AtomicLong();
  private final AtomicReference<Failure> end = new AtomicReference<>();
  private volatile Prepared prepared;
  private volatile long asked;
  private volatile boolean charged;

  RunningOperation(long maxCost, Charge charge) {
    this.maxCost = maxCost;
    this.charge = charge;
  }

  void prepared(Prepared document) {
    this.prepared = document;
  }

  /** Null until the document is parsed, and for one that is no GraphQL. */
  Prepared prepared() {
    return prepared;
  }

  /**
   * One point for the operation, and one for each item that its lists may hold.
   *
   * @throws Invalid when its lists may hold more than the limit
   * @throws RateLimited when its caller has not so many points left
   */
  void ask(long items) {
    asked = items;
    if (items > maxCost) {
      throw OperationCost.tooHigh("may hold", items, maxCost);
    }
    charged = true;
    charge.take(1 + items);
  }

  /** One that did not get so far was read all the same. */
  void chargeUnread() {
    if (!charged) {
      charged = true;
      charge.record(1);
    }
  }

  /** A list came out; ends the operation when it was one too many. */
  void use(int items) {
    long sum = used.addAndGet(items);
    if (sum > maxCost) {
      end(OperationCost.tooHigh("hold", sum, maxCost));
    }
  }

  /** An event comes when it comes: it is counted, and not refused. */
  void beginEvent() {
    used.set(0);
    charge.record(1);
  }

  /** No field is begun after this. */
  void end(Failure why) {
    end.compareAndSet(null, why);
  }

  /** Null for an operation that was not ended. */
  Failure ended() {
    return end.get();
  }

  OperationCost.Answer cost() {
    return new OperationCost.Answer(asked, used.get(), maxCost);
  }
}
