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
  private volatile long paidItems;

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
   * One point for each field at the operation's root, and one for each item that its lists may
   * hold.
   *
   * @throws Invalid when its lists may hold more than the limit
   * @throws RateLimited when its caller has not so many points left
   */
  void ask(long roots, long items) {
    asked = items;
    if (items > maxCost) {
      throw OperationCost.tooHigh("may hold", items, maxCost);
    }
    charge.take(roots + items);
    charged = true;
    paidItems = items;
  }

  /**
   * At its end: one that did not get so far was read all the same, and lists that held more than
   * such lists usually do are paid for. Nothing twice.
   */
  void chargeRest() {
    long rest = charged ? used.get() - paidItems : 1;
    if (rest > 0) {
      charged = true;
      paidItems = used.get();
      charge.record(rest);
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
