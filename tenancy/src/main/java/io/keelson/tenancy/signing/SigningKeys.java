package io.keelson.tenancy.signing;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that this installation signs links, cursors, browser proofs and job tokens with. They
 * change with each period while processes run: a key is derived from the installation's root and
 * the number of its period, which is its id, so that all processes with one root agree without a
 * word. What the previous key signed is accepted for as long as the current one is in use.
 */
public final class SigningKeys {
  /**
   * How long one key signs; what it signed is accepted for as long again. Longer than anything that
   * is signed for a while: a sign-in lasts ten hours at most.
   */
  public static final Duration PERIOD = Duration.ofDays(7);

  private static final long PERIOD_S = PERIOD.toSeconds();
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_ROOT_BYTES = 32;
  private static final Duration MAX_CLOCK_AHEAD = Duration.ofMinutes(1);
  private static final int MAX_CACHED_KEYS = 256;

  private final byte[] root;
  private final InstantSource clock;
  private final LoadingCache<Slot, Mac> macs =
      Caffeine.newBuilder().maximumSize(MAX_CACHED_KEYS).build(this::derive);

  /**
   * One of the keys, without its secret.
   *
   * @param createdAt when it began to be used
   */
  public record Key(int id, Instant createdAt) {}

  private record Slot(String purpose, int id) {}

  /**
   * @param root at least 32 random bytes, the same in every process
   */
  public SigningKeys(byte[] root, InstantSource clock) {
    if (root.length < MIN_ROOT_BYTES) {
      throw new IllegalArgumentException(
          "signing root: %d bytes (expected: >= %d)".formatted(root.length, MIN_ROOT_BYTES));
    }
    this.root = root.clone();
    this.clock = clock;
  }

  /** What is signed with now. */
  public Key current() {
    return key(idAt(clock.instant()));
  }

  /** What was signed with before, and is accepted still. */
  public Key previous() {
    return key(current().id() - 1);
  }

  private Key key(int id) {
    return new Key(id, Instant.ofEpochSecond(id * PERIOD_S));
  }

  /** The id of the key of that time. */
  public int idAt(Instant time) {
    return Math.toIntExact(Math.floorDiv(time.getEpochSecond(), PERIOD_S));
  }

  /**
   * Whether what this key signed is taken: the current, the previous, and at the turn of a period
   * the next one, of a process whose clock is ahead.
   */
  public boolean accepts(int id) {
    Instant now = clock.instant();
    return id >= idAt(now) - 1 && id <= idAt(now.plus(MAX_CLOCK_AHEAD));
  }

  /**
   * HMAC-SHA256 of the message; 32 bytes.
   *
   * @param purpose such as {@code cursors}: what is signed for one is worth nothing for another
   */
  public byte[] sign(String purpose, int id, byte[] message) {
    try {
      // A copy of one that has its key: looking the algorithm up and setting the key is most of
      // the work.
      return ((Mac) macs.get(new Slot(purpose, id)).clone()).doFinal(message);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Mac derive(Slot slot) {
    String name = slot.purpose() + "\n" + slot.id();
    return mac(mac(root).doFinal(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
