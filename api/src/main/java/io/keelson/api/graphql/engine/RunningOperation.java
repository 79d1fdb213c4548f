package io.keelson.api.graphql.engine;

import graphql.execution.instrumentation.InstrumentationState;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One operation under way: its document, what its lists have held so far, and what ended it. */
final class RunningOperation implements InstrumentationState {
  private final long maxCost;
  private final AtomicLong used = new AtomicLong();
  private final AtomicReference<Failure> end = new AtomicReference<>();
  private volatile Prepared prepared;
  private volatile long asked;

  RunningOperation(long maxCost) {
    this.maxCost = maxCost;
  }

  void prepared(Prepared document) {
    this.prepared = document;
  }

  /** Null until the document is parsed, and for one that is no GraphQL. */
  Prepared prepared() {
    return prepared;
  }

  /**
   * @throws Invalid when its lists may hold more than the limit
   */
  void ask(long items) {
    asked = items;
    if (items > maxCost) {
      throw OperationCost.tooHigh("may hold", items, maxCost);
    }
  }

  /** A list came out; ends the operation when it was one too many. */
  void use(int items) {
    long sum = used.addAndGet(items);
    if (sum > maxCost) {
      end(OperationCost.tooHigh("hold", sum, maxCost));
    }
  }

  void beginEvent() {
    used.set(0);
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
