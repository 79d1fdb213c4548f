package io.keelson.api.graphql.engine;

import io.keelson.api.memory.RowBytes;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the result of one operation fills while it is made: it uses memory of its payer's share as
 * it grows, and none while it is small. Fields count, as each has an entry and a value, so do the
 * items of lists, objects twice, and text by its length.
 */
public final class ResultSize implements RowBytes {
  /** Of the context that the engine hands to fetchers. */
  public static final String KEY = "keelson.result-size";

  static final int STEP_BYTES = 64 << 10;

  /** Takes some milliseconds to be written. */
  private static final int LARGE_BYTES = 1 << 20;

  /** An entry of a linked map and of its table, and what a value has beside its text. */
  static final int FIELD_BYTES = 64;

  private final SharedBytes.Use use;
  private final int maxAnswerBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong textBytes = new AtomicLong();
  private volatile long heldBytes = STEP_BYTES;
  private long rowBytes;
  private volatile boolean isOfMutation;
  private volatile Failure refusal;

  /**
   * @param maxAnswerBytes more text than that is in no answer
   */
  public ResultSize(SharedBytes.Use use, int maxAnswerBytes) {
    this.use = use;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  /** What a caller is told whose answer would have more bytes than it may. */
  public static Failure tooLarge(int maxBytes) {
    return new Invalid(
        "query",
        "an answer of more than " + maxBytes + " bytes",
        "at most " + maxBytes + ": ask for less at once");
  }

  /**
   * One field came out, with text of that length. From anywhere.
   *
   * @return why the operation is to be ended; null for no reason
   */
  Failure add(int textLength) {
    return add(1, textLength);
  }

  /** So many fields, items, or what is like them, with text of that length; like {@link #add}. */
  Failure add(long values, int textLength) {
    Failure known = refusal;
    if (known != null) {
      return known;
    }
    if (textLength > 0 && textBytes.addAndGet(textLength) > maxAnswerBytes) {
      return refuse(tooLarge(maxAnswerBytes));
    }
    long now = bytes.addAndGet(FIELD_BYTES * values + textLength);
    return now <= heldBytes ? null : hold(now);
  }

  @Override
  public synchronized void hold(long more, String what) {
    try {
      use.add(more, what);
      rowBytes += more;
    } catch (Failure noRoom) {
      throw told(noRoom);
    }
  }

  /**
   * Takes the room of a mutation's answer, where that is small, before it runs.
   *
   * @throws Failure when there is none: nothing has run
   */
  void holdForMutation() {
    use.add(STEP_BYTES, "the answer");
  }

  /**
   * A mutation runs now, and is told of afterwards: what finds no room in its payer's share uses
   * the reserve.
   */
  void mutationBegins() {
    use.useReserve();
    isOfMutation = true;
  }

  /**
   * What a caller is told instead of the answer. A mutation has run by then: nothing that invites
   * to send it again, since it would be done twice.
   *
   * @param reason why there is no answer
   */
  public Failure told(Failure reason) {
    if (!isOfMutation || reason == refusal) {
      return reason;
    }
    String answer = reason instanceof Invalid ? "too long an answer" : "no room for its answer";
    return new Invalid(
        "query",
        "a mutation that has run, and " + answer,
        "not to be sent again: what it changed stays changed, and a query reads it");
  }

  private synchronized Failure hold(long now) {
    try {
      long steps = (now - heldBytes + STEP_BYTES - 1) / STEP_BYTES;
      if (steps > 0) {
        use.add(steps * STEP_BYTES, "the result");
        heldBytes += steps * STEP_BYTES;
      }
      return null;
    } catch (Failure refused) {
      return refuse(refused);
    }
  }

  /** The operation keeps its document, to its end. */
  void keep(Prepared document) {
    document.keep(use);
  }

  private synchronized Failure refuse(Failure why) {
    if (refusal == null) {
      refusal = told(why);
    }
    return refusal;
  }

  /** Whether it is so large that it is written beside the event loop. */
  public boolean isLarge() {
    return bytes.get() > LARGE_BYTES;
  }

  /** Why no answer is made of this result; null for no reason. */
  public Failure refusal() {
    return refusal;
  }

  /** What it and its call use is another's now, who writes it. */
  public void handTo(SharedBytes.Use answer) {
    use.handTo(answer);
  }

  /** Something that was begun makes it, and reaches its request: {@link SharedBytes.Use#hold}. */
  void begin() {
    use.hold();
  }

  /** That is over. */
  void over() {
    use.letGo();
  }

  /** It is written, or given up, and with it all that its call uses. */
  public void end() {
    use.end();
  }

  /** It is written: another may begin. */
  public synchronized void release() {
    use.release(heldBytes - STEP_BYTES + rowBytes);
    heldBytes = STEP_BYTES;
    rowBytes = 0;
    bytes.set(0);
    textBytes.set(0);
    refusal = null;
  }
}
