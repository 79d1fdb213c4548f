package io.keelson.serving.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * JSON on its way into bytes: rows lie one after the other in a few arrays, and stay there until
 * {@link #reuse}. Numbers come out as Jackson writes them, character for character. For one thread.
 */
public final class RowBytes {
  private static final int INITIAL_BYTES = 4 << 10;
  private static final int MAX_BYTES = 64 << 10;

  /** A mebibyte: as many bytes as rows that go together have, as a rule. */
  private static final int MAX_REUSED = 16;

  private static final int MAX_NUMBER_BYTES = 32;
  private static final int RADIX = 10;

  /** Where {@link Float#toString} and {@link Double#toString} write no exponent. */
  private static final double MIN_PLAIN = 1e-3;

  private static final double MAX_PLAIN = 1e7;

  private static final long MILLION = 1_000_000;
  private static final int MILLION_DIGITS = 6;

  /** Of {@link #MIN_PLAIN}. */
  private static final long MIN_MILLIONTHS = 1_000;

  /** Of {@link #MAX_PLAIN}. */
  private static final long MAX_MILLIONTHS = 10_000_000 * MILLION;

  /** Any two decimals of so many digits are different floats, so one that is the value is it. */
  private static final int FLOAT_DIGITS = 6;

  /** Fewer than the 15 that are sure: more of them are rare, and cost a division each. */
  private static final int DOUBLE_DIGITS = 9;

  private static final double HALF = 0.5;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  /** {@code 0.0,} */
  private static final int ZERO_AND_COMMA = 0x2c30_2e30;

  /** Those with rows, and those that may be written to again; all of {@link #MAX_BYTES}. */
  private final Deque<byte[]> full = new ArrayDeque<>();

  private final Deque<byte[]> free = new ArrayDeque<>();

  private byte[] bytes = new byte[INITIAL_BYTES];

  /** Where the row begins that is being written. */
  private int from;

  private int size;

  /**
   * Takes the row that was written: nobody writes there before {@link #reuse}.
   *
   * @param make of the array in which it is, where it begins and where it ends
   */
  public <T> T take(Make<T> make) {
    T row = make.row(bytes, from, size);
    from = size;
    return row;
  }

  /** What becomes of a row. */
  @FunctionalInterface
  public interface Make<T> {
    T row(byte[] bytes, int from, int to);
  }

  /** Begins anew: nobody looks any more at rows that were taken. */
  public void reuse() {
    free.addAll(full);
    full.clear();
    from = 0;
    size = 0;
  }

  /** Forgets what was written and not taken. */
  public void clear() {
    size = from;
  }

  /** Of the row. */
  int size() {
    return size - from;
  }

  /** A copy of what was written of the row after a size. */
  byte[] since(int before) {
    return Arrays.copyOfRange(bytes, from + before, size);
  }

  /** Takes the last character back. */
  void dropLast() {
    size--;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      next(more);
    }
  }

  /** Goes on in another array, with what there is of the row: those before stay where they are. */
  private void next(int more) {
    int written = size();
    byte[] wider = array(written, more);
    System.arraycopy(bytes, from, wider, 0, written);
    if (bytes.length == MAX_BYTES && full.size() + free.size() < MAX_REUSED) {
      full.add(bytes);
    }
    bytes = wider;
    from = 0;
    size = written;
  }

  private byte[] array(int written, int more) {
    if (written + more <= MAX_BYTES && !free.isEmpty()) {
      return free.poll();
    }
    int likely = Math.max(Math.min(MAX_BYTES, 2 * bytes.length), 2 * written);
    return new byte[Math.max(written + more, likely)];
  }

  /** A character of ASCII. */
  public void put(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
  }

  /** Bytes as they are. */
  public void put(byte[] text) {
    put(text, 0, text.length);
  }

  void put(byte[] text, int from, int to) {
    room(to - from);
    System.arraycopy(text, from, bytes, size, to - from);
    size += to - from;
  }

  /** Characters of ASCII as they are. */
  @SuppressWarnings("deprecation") // the only way without a copy, and right for ASCII
  public void putAscii(String text) {
    room(text.length());
    text.getBytes(0, text.length(), bytes, size);
    size += text.length();
  }

  /** A whole number. */
  public void putLong(long value) {
    if (value >= 0 && value < RADIX) {
      put((char) ('0' + value));
      return;
    }
    if (value == Long.MIN_VALUE) {
      put(Long.toString(value).getBytes(StandardCharsets.ISO_8859_1));
      return;
    }
    room(MAX_NUMBER_BYTES);
    long left = value;
    if (left < 0) {
      bytes[size++] = '-';
      left = -left;
    }
    digits(left, digitsOf(left));
  }

  private static int digitsOf(long value) {
    int count = 1;
    for (long left = value; left >= RADIX; left /= RADIX) {
      count++;
    }
    return count;
  }

  /** A number from 0 on in so many digits, with zeros before it. */
  public void putDigits(long value, int count) {
    room(count);
    digits(value, count);
  }

  private void digits(long value, int count) {
    long left = value;
    int i = size + count - 1;
    for (; left > Integer.MAX_VALUE; i--) {
      long rest = left / RADIX;
      bytes[i] = (byte) ('0' + (int) (left - rest * RADIX));
      left = rest;
    }
    int small = (int) left;
    for (; i >= size; i--) {
      int rest = small / RADIX; // much faster than that of a long
      bytes[i] = (byte) ('0' + small - rest * RADIX);
      small = rest;
    }
    size += count;
  }

  /** Little-endian floats, with commas in between; at least one. */
  void putFloats(byte[] from, int begin, int end) {
    for (int i = begin; i < end; i += Float.BYTES) {
      int bits = LittleEndian.getInt(from, i);
      if (bits == 0) {
        putZeroAndComma();
      } else {
        putFloat(Float.intBitsToFloat(bits));
        put(',');
      }
    }
    dropLast();
  }

  /** Likewise doubles. */
  void putDoubles(byte[] from, int begin, int end) {
    for (int i = begin; i < end; i += Double.BYTES) {
      long bits = LittleEndian.getLong(from, i);
      if (bits == 0) {
        putZeroAndComma();
      } else {
        putDouble(Double.longBitsToDouble(bits));
        put(',');
      }
    }
    dropLast();
  }

  private void putZeroAndComma() {
    room(Integer.BYTES);
    LittleEndian.putInt(bytes, size, ZERO_AND_COMMA);
    size += Integer.BYTES;
  }

  /**
   * A whole number divided by a million, as {@link #putDouble} writes it.
   *
   * @param millionths from 0 on
   */
  public void putMillionths(long millionths) {
    if (millionths < MIN_MILLIONTHS || millionths >= MAX_MILLIONTHS) {
      putDouble(millionths / 1e6);
      return;
    }
    // At most 13 digits: the decimal is the shortest one of the double that is nearest to it.
    long whole = millionths / MILLION;
    int rest = (int) (millionths - whole * MILLION);
    int count = MILLION_DIGITS;
    while (count > 1 && rest % RADIX == 0) {
      rest /= RADIX;
      count--;
    }
    room(MAX_NUMBER_BYTES);
    digits(whole, digitsOf(whole));
    bytes[size++] = '.';
    digits(rest, count);
  }

  /** A float, or in quotes the word for what is no number. */
  void putFloat(float value) {
    if (!putShort(value, FLOAT_DIGITS, true)) {
      other(Float.toString(value), Float.isFinite(value));
    }
  }

  /** Likewise a double. */
  public void putDouble(double value) {
    if (!putShort(value, DOUBLE_DIGITS, false)) {
      other(Double.toString(value), Double.isFinite(value));
    }
  }

  private void other(String text, boolean isNumber) {
    if (isNumber) {
      putAscii(text);
    } else {
      put('"');
      putAscii(text);
      put('"');
    }
  }

  /**
   * Writes a number that has few digits and no exponent: the one decimal of so few digits that is
   * rounded to it is its shortest one. False where it has more.
   */
  private boolean putShort(double value, int maxDigits, boolean isFloat) {
    double plain = Math.abs(value);
    if (plain < MIN_PLAIN || !(plain < MAX_PLAIN)) {
      if (Double.doubleToRawLongBits(value) == 0) {
        room(MAX_NUMBER_BYTES);
        bytes[size++] = '0';
        bytes[size++] = '.';
        bytes[size++] = '0';
        return true;
      }
      return false;
    }
    long whole = (long) plain;
    int fraction;
    int digits;
    if (whole == plain) {
      fraction = 1;
      digits = 0;
    } else {
      fraction = maxDigits - (whole == 0 ? 0 : digitsOf(whole));
      if (fraction <= 0) {
        return false;
      }
      double power = POWERS[fraction];
      long all = (long) (plain * power + HALF); // whether it is the right one shows below
      double rounded = all / power;
      if ((isFloat ? (double) (float) rounded : rounded) != plain) {
        return false;
      }
      int rest = (int) (all - whole * (long) power);
      while (fraction > 1 && rest % RADIX == 0) {
        rest /= RADIX;
        fraction--;
      }
      digits = rest;
    }
    room(MAX_NUMBER_BYTES);
    if (value < 0) {
      bytes[size++] = '-';
    }
    digits(whole, digitsOf(whole));
    bytes[size++] = '.';
    digits(digits, fraction);
    return true;
  }
}
