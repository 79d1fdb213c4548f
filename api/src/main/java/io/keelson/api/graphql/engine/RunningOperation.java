package io.keelson.api.graphql.engine;

import graphql.execution.instrumentation.InstrumentationState;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unavailable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * One operation under way: its document, what its lists have held and how much it has read so far,
 * and what ended it.
 */
final class RunningOperation implements InstrumentationState {
  private final Object payer;
  private final long maxCost;
  private final Charge charge;
  private final boolean costOnly;
  private final ResultSize size;
  private final BooleanSupplier isWaitedFor;
  private final AtomicLong used = new AtomicLong();
  private final AtomicReference<Failure> end = new AtomicReference<>();
  private volatile Prepared prepared;
  private volatile boolean keepsDocument;
  private volatile long asked;
  private volatile boolean charged;
  private volatile boolean measuredOnly;
  private volatile long paidItems;

  /**
   * @param payer whose share it uses of what is bounded
   * @param costOnly whether it is measured and does not run
   * @param size of its result
   * @param isWaitedFor whether anybody still wants its result
   */
  RunningOperation(
      Object payer,
      long maxCost,
      Charge charge,
      boolean costOnly,
      ResultSize size,
      BooleanSupplier isWaitedFor) {
    this.payer = payer;
    this.maxCost = maxCost;
    this.charge = charge;
    this.costOnly = costOnly;
    this.size = size;
    this.isWaitedFor = isWaitedFor;
  }

  Object payer() {
    return payer;
  }

  void prepared(Prepared document) {
    this.prepared = document;
  }

  /**
   * @param name null for none
   */
  void named(String name) {
    charge.named(name);
  }

  /** Null until the document is parsed, and for one that is no GraphQL. */
  Prepared prepared() {
    return prepared;
  }

  /**
   * Asked before what takes time is begun for it.
   *
   * @throws Unavailable when its caller has gone
   */
  void requireCaller() {
    if (!isWaitedFor.getAsBoolean()) {
      throw new Unavailable("the caller has gone", null);
    }
  }

  /**
   * One point for each field at the operation's root, one for each item that its lists may hold,
   * and one for each field that is read by itself; none yet for an operation that is only measured.
   * A mutation has the room of its answer by then.
   *
   * @return whether it goes on
   * @throws Unavailable when its caller has gone
   * @throws Invalid when these, the root's left out, may be more than the limit
   * @throws RateLimited when its caller has not so many points left
   * @throws Failure when there is no room for the answer of a mutation
   */
  boolean ask(long roots, long items, boolean isMutation) {
    requireCaller();
    asked = items;
    if (items > maxCost) {
      throw OperationCost.tooHigh("may ask for", items, maxCost);
    }
    if (costOnly) {
      measuredOnly = true;
      return false;
    }
    if (isMutation) {
      size.holdForMutation();
    }
    charge.take(roots + items);
    charged = true;
    paidItems = items;
    if (isMutation) {
      size.mutationBegins();
    }
    return true;
  }

  /** Whether it was right, within the limit, and ended there, as its caller wanted. */
  boolean isMeasuredOnly() {
    return measuredOnly;
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

  /** A list came out, or a field is read; ends the operation when it was one too many. */
  void use(int items) {
    long sum = used.addAndGet(items);
    if (sum > maxCost) {
      end(size.told(OperationCost.tooHigh("asks for", sum, maxCost)));
    }
  }

  /** That list is made again. */
  void unuse(long items) {
    used.addAndGet(-items);
  }

  /**
   * It uses what its document fills, to its end; once. By one thread at a time.
   *
   * @throws Failure when there is no room for that
   */
  void keepDocument() {
    if (!keepsDocument) {
      size.keep(prepared);
      keepsDocument = true;
    }
  }

  /** An event of it has begun. */
  void hold() {
    size.begin();
  }

  /** That event is over. */
  void letGo() {
    size.over();
  }

  /**
   * So many fields or items came out, with text of that length; ends the operation when it was too
   * much.
   */
  void addToResult(long values, int textLength) {
    Failure refusal = size.add(values, textLength);
    if (refusal != null) {
      end(refusal);
    }
  }

  /** An event comes when it comes: it is counted, and not refused. */
  void beginEvent() {
    used.set(0);
    charge.record(1);
  }

  /** At the end of an event: what its lists have held, and what it has read. */
  void chargeEvent() {
    long items = used.getAndSet(0);
    if (items > 0) {
      charge.record(items);
    }
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
