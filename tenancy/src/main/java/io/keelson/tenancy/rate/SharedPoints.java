package io.keelson.tenancy.rate;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * What the processes have of each minute's points, in Redis: a hash for each bucket and minute with
 * the points of each process's, as they are and not by how much they change, so that saying it
 * again does no harm and a lost hash fills again.
 */
final class SharedPoints {
  private static final Logger LOG = Logger.getLogger(SharedPoints.class);
  private static final long ANSWER_LIMIT_MS = 1_000;

  /** A process that was not heard of for so long is none to share with. */
  private static final long SILENCE_MS = 5_000;

  /** {own, wanted, limit} to {granted, others}; never less than what was handed out already. */
  private static final String ASK =
      """
      local others = 0
      local all = redis.call('HGETALL', KEYS[1])
      for i = 1, #all, 2 do
        if all[i] ~= ARGV[1] then
          others = others + tonumber(all[i + 1])
        end
      end
      local granted = math.max(tonumber(ARGV[2]), math.min(tonumber(ARGV[3]), tonumber(ARGV[4]) - others))
      redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', granted))
      redis.call('PEXPIRE', KEYS[1], ARGV[5])
      return {granted, others}
      """;

  private static final String COUNT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      redis.call('ZADD', KEYS[1], now, ARGV[1])
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
      redis.call('PEXPIRE', KEYS[1], ARGV[2])
      return redis.call('ZCARD', KEYS[1])
      """;

  private static final String PROCESSES = "keelson:rate:processes";

  private final RedissonClient redis;
  private final String process = UUID.randomUUID().toString();
  private final AtomicLong holders = new AtomicLong();

  SharedPoints(RedissonClient redis) {
    this.redis = redis;
  }

  /**
   * A name that no other has. A bucket that is made again, since it was dropped, begins at nothing:
   * what the former one handed out stays said beside it.
   */
  String newHolder() {
    return process + "/" + holders.incrementAndGet();
  }

  /** What this process may hand out of a minute, and what the others may. */
  record Answer(long granted, long others) {}

  /**
   * Never blocks.
   *
   * @param holder who asks, one of this process's buckets
   * @param own what was handed out here already
   * @param wanted all that is to be handed out here
   */
  CompletableFuture<Answer> ask(
      String bucket, String holder, long window, long own, long wanted, long limit) {
    String key = "keelson:rate:" + bucket + ":" + window;
    return this.<List<Object>>run(
            ASK, RScript.ReturnType.LIST, key, holder, own, wanted, limit, 2 * Bucket.WINDOW_MS)
        .thenApply(two -> new Answer(number(two.get(0)), number(two.get(1))));
  }

  /** Says that this process lives; how many do. */
  CompletableFuture<Integer> processes() {
    return this.<Long>run(COUNT, RScript.ReturnType.LONG, PROCESSES, process, SILENCE_MS)
        .thenApply(Math::toIntExact);
  }

  /** This process is none to share with any more. */
  void leave() {
    try {
      redis.getScoredSortedSet(PROCESSES, StringCodec.INSTANCE).removeAsync(process);
    } catch (RuntimeException e) {
      LOG.debugf("this process is forgotten by its silence: %s", e.getMessage());
    }
  }

  private <T> CompletableFuture<T> run(
      String script, RScript.ReturnType type, String key, Object... values) {
    try {
      return redis
          .getScript(StringCodec.INSTANCE)
          .<T>evalAsync(RScript.Mode.READ_WRITE, script, type, List.<Object>of(key), texts(values))
          .toCompletableFuture()
          .copy()
          .orTimeout(ANSWER_LIMIT_MS, TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static long number(Object told) {
    return Long.parseLong(String.valueOf(told));
  }

  private static Object[] texts(Object... values) {
    Object[] texts = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      texts[i] = String.valueOf(values[i]);
    }
    return texts;
  }
}
