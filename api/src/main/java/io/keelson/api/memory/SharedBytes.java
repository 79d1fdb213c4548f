package io.keelson.api.memory;

import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.share.FairShare;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Memory that this process holds for its callers, over HTTP and over sockets: requests that have
 * not come to their end, what an operation keeps of its own, its result while it is made, and its
 * answer until that is taken. Payers share it. An eighth beside that is a reserve for what has to
 * be told however full a share is.
 */
@Singleton
public class SharedBytes {
  /**
   * Held together of requests under way, of what operations keep of theirs, of their results, and
   * of answers that are not taken; one tenant can hold half of them.
   */
  private static final int MAX_HELD_BYTES = 128 << 20;

  private static final int PERMIT_BYTES = 1024;

  private static final int RESERVE_ONE_IN = 8;

  /** What is held may be taken by then. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final FairShare<Object> share;
  private final FairShare<Object> reserve;

  @Inject
  SharedBytes() {
    this(MAX_HELD_BYTES);
  }

  public SharedBytes(int maxBytes) {
    int permits = Math.max(1, maxBytes / PERMIT_BYTES);
    this.share = new FairShare<>(permits);
    this.reserve = new FairShare<>(Math.max(1, permits / RESERVE_ONE_IN));
  }

  /** Nothing yet, of this payer's share. */
  public Use use(Object payer) {
    return new Use(payer);
  }

  /** Rounded up, each use by itself. */
  public long usedBytes() {
    return ((long) share.taken() + reserve.taken()) * PERMIT_BYTES;
  }

  /** What a caller is told when there was no room. */
  private static Failure refusal(FairShare.Answer answer, String what) {
    String more = what + " takes more memory than is left";
    return answer == FairShare.Answer.SHARE_IS_FULL
        ? new RateLimited(more + " of your share: ask for less at once, or again later", SOON)
        : new Unavailable(more + ": ask for less at once, or again later", null);
  }

  /** What one call uses. */
  public final class Use {
    private final Object payer;
    private long bytes;
    private int permits;
    private int reservePermits;
    private boolean mayUseReserve;
    private boolean hasEnded;
    private int holders;
    private Runnable atEnd = () -> {};

    private Use(Object payer) {
      this.payer = payer;
    }

    /** From now on uses the reserve for what finds no room: its caller has to be told of it. */
    public synchronized void useReserve() {
      mayUseReserve = true;
    }

    /** Uses at least so many; what it has used before is kept when it gets no more. */
    public synchronized FairShare.Answer growTo(long wanted) {
      if (hasEnded) {
        return FairShare.Answer.ALL_ARE_TAKEN;
      }
      int more = permitsFor(wanted) - permits - reservePermits;
      FairShare.Answer answer = more <= 0 ? FairShare.Answer.TAKEN : take(more);
      if (answer == FairShare.Answer.TAKEN) {
        bytes = Math.max(bytes, wanted);
      }
      return answer;
    }

    private FairShare.Answer take(int more) {
      FairShare.Answer answer = share.tryTake(payer, more);
      if (answer == FairShare.Answer.TAKEN) {
        permits += more;
      } else if (mayUseReserve && reserve.tryTake(payer, more) == FairShare.Answer.TAKEN) {
        reservePermits += more;
        return FairShare.Answer.TAKEN;
      }
      return answer;
    }

    /**
     * {@link #growTo(long)}, or a refusal.
     *
     * @param what needs them, as a caller is told
     * @throws RateLimited when the payer's share has no room for it
     * @throws Unavailable when there is none at all
     */
    public void growTo(long wanted, String what) {
      FairShare.Answer answer = growTo(wanted);
      if (answer != FairShare.Answer.TAKEN) {
        throw refusal(answer, what);
      }
    }

    /** Uses so many more; like {@link #growTo(long, String)}. */
    public synchronized void add(long more, String what) {
      growTo(bytes + more, what);
    }

    /** Uses so many less, of those that it uses. */
    public synchronized void release(long fewer) {
      bytes -= Math.min(fewer, bytes);
      int surplus = Math.max(0, permits + reservePermits - permitsFor(bytes));
      int ofReserve = Math.min(surplus, reservePermits);
      reservePermits -= ofReserve;
      permits -= surplus - ofReserve;
      giveBack(surplus - ofReserve, ofReserve);
    }

    private void giveBack(int ofShare, int ofReserve) {
      if (ofShare > 0) {
        share.release(payer, ofShare);
      }
      if (ofReserve > 0) {
        reserve.release(payer, ofReserve);
      }
    }

    /** Uses no more than it has asked for: nothing of what was handed to it beyond that. */
    public void releaseRest() {
      release(0);
    }

    /** Uses nothing any more. */
    public void release() {
      release(Long.MAX_VALUE);
    }

    /**
     * Something that was begun reaches what it counts, whoever has ended the call: all of it is
     * used until that has let go, too.
     */
    public synchronized void hold() {
      holders++;
    }

    /** For each {@link #hold}. */
    public void letGo() {
      synchronized (this) {
        holders--;
      }
      releaseIfOver();
    }

    /**
     * What is still made for this call is refused. Uses nothing any more, as soon as nobody holds
     * it.
     */
    public void end() {
      synchronized (this) {
        hasEnded = true;
      }
      releaseIfOver();
    }

    private void releaseIfOver() {
      Runnable last;
      synchronized (this) {
        if (!isOver()) {
          return;
        }
        release();
        last = atEnd;
        atEnd = () -> {};
      }
      last.run();
    }

    private boolean isOver() {
      return hasEnded && holders == 0;
    }

    /**
     * Hands what it has to another use of the same payer, the right to use the reserve too, which
     * asks for what is beyond that alone: what is told of something that is done needs no room of
     * its own. Nothing while it is held.
     */
    public void handTo(Use next) {
      int handed;
      int handedOfReserve;
      boolean isToBeTold;
      synchronized (this) {
        if (holders > 0) {
          return;
        }
        handed = permits;
        handedOfReserve = reservePermits;
        isToBeTold = mayUseReserve;
        permits = 0;
        reservePermits = 0;
        bytes = 0;
      }
      synchronized (next) {
        if (!next.hasEnded) {
          next.permits += handed;
          next.reservePermits += handedOfReserve;
          next.mayUseReserve |= isToBeTold;
          return;
        }
      }
      giveBack(handed, handedOfReserve);
    }

    /** Runs it at its end, which may have been, after what was to run before it. */
    public void atEnd(Runnable work) {
      synchronized (this) {
        if (!isOver()) {
          Runnable before = atEnd;
          atEnd =
              () -> {
                before.run();
                work.run();
              };
          return;
        }
      }
      work.run();
    }

    public Object payer() {
      return payer;
    }

    /** Nothing yet, of the same payer's share. */
    public Use another() {
      return use(payer);
    }

    private static int permitsFor(long bytes) {
      return Math.toIntExact((bytes + PERMIT_BYTES - 1) / PERMIT_BYTES);
    }
  }
}
