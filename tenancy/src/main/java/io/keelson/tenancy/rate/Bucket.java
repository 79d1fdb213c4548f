package io.keelson.tenancy.rate;

/**
 * The points of one tenant or key, as one process has them, in one minute of the clock. Redis keeps
 * for each process how many of the minute's points it may hand out; a process asks for more before
 * it needs them.
 *
 * <p>What it hands out beyond, while it waits for an answer, is at most its part of what nobody had
 * when it last heard of the others; and once that is older than a moment, or it has not heard of
 * them in this minute, its part of a twentieth (or one operation, if that costs no more than its
 * part of a quarter): all processes together stay within 5 % of the limit, where operations are
 * small. When Redis is away it goes on with that part until the minute ends, so that one that comes
 * back empty is not believed. Not for use by several threads without its lock.
 */
final class Bucket {
  static final long WINDOW_MS = 60_000;

  /** What a process asks for ahead: between a tenth of a second's and a second's worth. */
  private static final long LEAST_PARTS = 600;

  private static final long MOST_PARTS = 60;
  private static final long NOT_LOCAL = -1;

  /** How long what was heard of the others is taken for what is so. */
  private static final long FRESH_MS = 1_500;

  /** All processes together lend one in this many of the points without knowing of each other. */
  private static final long LOAN_PARTS = 20;

  /** Of a single operation that is lent once. */
  private static final long ONCE_PARTS = 4;

  private final String name;
  private final String holder;
  private long limit;
  private long window = Long.MIN_VALUE;
  private long own;
  private long ownWhenAsked;
  private long granted;
  private long others;
  private long local;
  private boolean heard;
  private long heardAtMs;
  private long nowMs;
  private boolean asking;
  private boolean touched;

  /**
   * @param name in Redis
   * @param holder who says how many points it has; no other bucket of that name is it
   */
  Bucket(String name, String holder) {
    this.name = name;
    this.holder = holder;
  }

  String holder() {
    return holder;
  }

  String name() {
    return name;
  }

  long limit() {
    return limit;
  }

  /** The minute that it is about. */
  long window() {
    return window;
  }

  /**
   * Begins a new minute if there is one, and takes over the limit.
   *
   * @param away whether Redis is: then it begins with this process's part alone
   * @param answeredAtMs when Redis has answered this process last, about anything
   */
  void at(long nowMs, long limit, int processes, boolean away, long answeredAtMs) {
    this.nowMs = nowMs;
    long now = Math.floorDiv(nowMs, WINDOW_MS);
    if (now == window) {
      become(limit, processes);
      return;
    }
    this.window = now;
    this.limit = limit;
    this.own = 0;
    this.ownWhenAsked = 0;
    this.granted = 0;
    this.others = 0;
    this.heard = false;
    this.asking = false;
    this.local = away ? alone(answeredAtMs, processes) : NOT_LOCAL;
  }

  /**
   * What may be handed out alone without having heard of the others. In a minute in which Redis has
   * answered they may have had everything.
   */
  private long alone(long answeredAtMs, int processes) {
    return answeredAtMs < window * WINDOW_MS ? part(limit, processes) : loan(processes);
  }

  private long loan(int processes) {
    return part(limit / LOAN_PARTS, processes);
  }

  /** Whether what is known of the others is of this moment. */
  boolean isFresh() {
    return heard && nowMs - heardAtMs <= FRESH_MS;
  }

  /** Another plan, or the first time that it is known. */
  private void become(long limit, int processes) {
    if (limit != this.limit) {
      this.limit = limit;
      this.local = isLocal() ? part(limit, processes) : NOT_LOCAL;
      this.granted = within(granted);
    }
  }

  /** What was granted by a higher limit is not handed out by a lower one. */
  private long within(long granted) {
    return Math.min(granted, Math.max(own, limit - others));
  }

  private static long part(long points, int processes) {
    return Math.max(0, points) / processes;
  }

  boolean isLocal() {
    return local != NOT_LOCAL;
  }

  /** What may be handed out now without asking; negative when more was. */
  long room(int processes) {
    return isLocal() ? local - own : granted - own + lent(processes);
  }

  /**
   * Whether so many may be handed out now. Beyond its loan a process lends once, before it hears of
   * the others, what a single operation costs, if that is little of the limit: where limits are
   * small, a first operation is not refused for want of an answer.
   */
  boolean admits(long points, int processes) {
    long room = room(processes);
    return points <= room
        || !isLocal()
            && !isFresh()
            && room >= 0
            && points <= part(limit / ONCE_PARTS, processes)
            && points <= granted - own + part(limit - others - granted, processes);
  }

  private long lent(int processes) {
    long part = heard ? part(limit - others - granted, processes) : Long.MAX_VALUE;
    return isFresh() ? part : Math.min(part, loan(processes));
  }

  /** As far as is known here. */
  long remaining() {
    long left = isLocal() ? local - own : limit - others - Math.max(own, 0);
    return Math.clamp(left, 0, limit);
  }

  /** Of all processes, as far as is known here; with what the others have ahead. */
  long used() {
    return own + others;
  }

  /** What was handed out here in this minute. */
  long own() {
    return own;
  }

  /** Whether Redis has granted more than was handed out. */
  boolean hasAhead() {
    return heard && granted > own;
  }

  void take(long points) {
    own += points;
    touched = true;
  }

  /** What Redis is to be asked for now, in all; negative when it need not be. */
  long toAsk() {
    if (asking || isLocal() || (heard && granted + others >= limit)) {
      return -1;
    }
    long ahead = ahead();
    return heard && granted - own >= ahead / 2 ? -1 : own + ahead;
  }

  /** Twice what was taken since it was last asked, within bounds. */
  private long ahead() {
    long least = Math.max(1, limit / LEAST_PARTS);
    return Math.clamp(2 * (own - ownWhenAsked), least, Math.max(least, limit / MOST_PARTS));
  }

  /**
   * What Redis is to be told once a second: that an idle process gives back what it has ahead; what
   * was handed out alone; and, where all is given out, nothing new, to hear whether others did.
   * Negative for nothing.
   *
   * @param again whether to say also what it was told before, which it may have lost
   */
  long toTell(boolean again) {
    boolean isIdle = !touched;
    touched = false;
    if (asking || own == 0 && !heard) {
      return -1;
    }
    if (isLocal()) {
      return isIdle && !again ? -1 : own;
    }
    if (!heard) {
      return -1;
    }
    if (isIdle) {
      return granted == own && !(again && own > 0) ? -1 : own;
    }
    return granted + others >= limit ? own + ahead() : -1;
  }

  /** Redis is asked now; what was handed out until then. */
  long asks() {
    asking = true;
    ownWhenAsked = own;
    return own;
  }

  /** Redis has answered about this minute. */
  void heard(long ofWindow, long granted, long others, long nowMs) {
    if (ofWindow != window) {
      return;
    }
    this.nowMs = nowMs;
    this.asking = false;
    if (!isLocal()) {
      this.others = others;
      this.granted = within(granted);
      this.heard = true;
      this.heardAtMs = nowMs;
    }
  }

  /** Redis has not answered: from here to the end of the minute this process is alone. */
  void alone(long ofWindow, long nowMs, int processes, long answeredAtMs) {
    if (ofWindow != window) {
      return;
    }
    this.nowMs = nowMs;
    asking = false;
    if (isLocal()) {
      return;
    }
    if (heard) {
      local = Math.max(own, granted + lent(processes));
    } else {
      // The others may have used all of their parts of what is over of the minute.
      long leftMs = WINDOW_MS - Math.floorMod(nowMs, WINDOW_MS);
      local = Math.max(own, alone(answeredAtMs, processes) * leftMs / WINDOW_MS);
    }
  }
}
