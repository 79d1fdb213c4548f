package io.keelson.serving.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Tensors as {@link TensorsJson} writes them, straight from the bytes of a message. It knows what
 * clients usually send: whatever it does not know, or finds wrong, it leaves to {@link
 * TensorsJson}, so that what is written and what is refused is the same. For one thread.
 */
public final class WireTensors {
  private static final int MAX_TENSORS = 16;

  /** Of messages: their texts come first, and need no look beyond what they are. */
  private static final int LAST_TEXT = 3;

  private static final int TENSORS = 5;
  private static final int REQUEST_RAW = 7;
  private static final int RESPONSE_RAW = 6;

  private static final int NAME = 1;
  private static final int DATATYPE = 2;
  private static final int SHAPE = 3;
  private static final int CONTENTS = 5;

  private static final DataKind[] KINDS = DataKind.values();
  private static final byte[][] KIND_NAMES = new byte[KINDS.length][];
  private static final byte[] DATATYPE_FIELD = ascii("\":{\"datatype\":\"");
  private static final byte[] SHAPE_FIELD = ascii("\",\"shape\":[");
  private static final byte[] DATA_FIELD = ascii("],\"data\":[");
  private static final byte[] REDACTED_FIELD = ascii("],\"redacted\":true}");

  static {
    for (int i = 0; i < KINDS.length; i++) {
      KIND_NAMES[i] = ascii(KINDS[i].name());
    }
  }

  private final WireCursor in = new WireCursor();
  private final RowBytes out;
  private final WireElements elements;
  private final long[] raws = new long[MAX_TENSORS];
  private final long[] tensors = new long[MAX_TENSORS];
  private final long[] names = new long[MAX_TENSORS];
  private final TensorHead[] inputHeads = new TensorHead[MAX_TENSORS];
  private final TensorHead[] outputHeads = new TensorHead[MAX_TENSORS];
  private Set<String> redact = Set.of();

  /**
   * @param maxTensorBytes of a tensor's elements in raw form: a message with a larger one is left
   * @param out takes what is written
   */
  public WireTensors(int maxTensorBytes, RowBytes out) {
    this.out = out;
    this.elements = new WireElements(maxTensorBytes, in, out);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A row begins.
   *
   * @param redacted names whose elements are not written; the same set for calls that are alike
   * @param maxBytes of all elements that are written
   */
  public void begin(Set<String> redacted, long maxBytes) {
    if (redact != redacted) {
      redact = redacted;
      Arrays.fill(inputHeads, null);
      Arrays.fill(outputHeads, null);
    }
    elements.begin(maxBytes);
  }

  /**
   * Writes an object with a field for each input of a request.
   *
   * @param message the bytes in which it is
   * @param from where it begins in them
   * @param to where it ends
   * @return false where it is to be left to {@link TensorsJson}, and so is the row; some of it may
   *     have been written
   */
  public boolean inputs(byte[] message, int from, int to) {
    in.read(message);
    in.go(from);
    return tensors(to, REQUEST_RAW, inputHeads);
  }

  /** Likewise for each output of an answer. */
  public boolean outputs(byte[] message, int from, int to) {
    in.read(message);
    in.go(from);
    return tensors(to, RESPONSE_RAW, outputHeads);
  }

  private boolean tensors(int end, int rawField, TensorHead[] heads) {
    int count = 0;
    int rawCount = 0;
    while (in.at() < end) {
      int field = in.field(end);
      int length = field == 0 ? -1 : in.length(end);
      if (length < 0) {
        return false;
      }
      int from = in.at();
      if (field <= LAST_TEXT) {
        if (!PlainText.isAscii(in.message(), from, from + length)) {
          return false;
        }
      } else if (field == TENSORS && count < MAX_TENSORS) {
        tensors[count++] = WireRange.of(from, from + length);
      } else if (field == rawField && rawCount < MAX_TENSORS) {
        raws[rawCount++] = WireRange.of(from, from + length);
      } else {
        return false;
      }
      in.go(from + length);
    }
    out.put('{');
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.put(',');
      }
      if (!tensor(i, heads, i < rawCount ? raws[i] : 0)) {
        return false;
      }
    }
    out.put('}');
    return true;
  }

  /**
   * @param raw of its elements; nowhere where they are typed
   */
  private boolean tensor(int index, TensorHead[] heads, long raw) {
    int from = WireRange.from(tensors[index]);
    int end = WireRange.to(tensors[index]);
    TensorHead head = heads[index];
    if (head == null || !head.begins(in.message(), from, end)) {
      return newTensor(index, heads, raw);
    }
    long contents = 0;
    int rest = from + head.wire().length;
    if (rest < end) {
      in.go(rest);
      int length = in.field(end) == CONTENTS ? in.length(end) : -1;
      if (length < 0 || in.at() + length != end) {
        return newTensor(index, heads, raw);
      }
      contents = WireRange.of(in.at(), end);
    }
    names[index] = head.name() + WireRange.of(from, from);
    if (isThere(index)) {
      return false;
    }
    out.put(head.json());
    return head.isRedacted() ? contents == 0 : data(head.kind(), raw, contents);
  }

  private boolean data(DataKind kind, long raw, long contents) {
    if (raw != 0 && contents != 0) {
      return false;
    }
    if (raw != 0 ? !elements.raw(kind, raw) : !elements.typed(kind, contents)) {
      return false;
    }
    out.put(']');
    out.put('}');
    return true;
  }

  /** One that does not begin as that of the message before did. */
  private boolean newTensor(int index, TensorHead[] heads, long raw) {
    long name = 0;
    long datatype = 0;
    long shape = 0;
    long contents = 0;
    int from = WireRange.from(tensors[index]);
    int end = WireRange.to(tensors[index]);
    int headEnd = end;
    in.go(from);
    while (in.at() < end) {
      int begin = in.at();
      int field = in.field(end);
      int length = field == 0 ? -1 : in.length(end);
      if (length < 0) {
        return false;
      }
      long range = WireRange.of(in.at(), in.at() + length);
      if (field == NAME && name == 0) {
        name = range;
      } else if (field == DATATYPE && datatype == 0) {
        datatype = range;
      } else if (field == SHAPE && shape == 0) {
        shape = range;
      } else if (field == CONTENTS && contents == 0) {
        contents = range;
        headEnd = begin;
      } else {
        return false;
      }
      in.go(in.at() + length);
    }
    DataKind kind = kind(datatype);
    names[index] = name;
    if (kind == null
        || !PlainText.is(in.message(), WireRange.from(name), WireRange.to(name))
        || isThere(index)
        || in.varints(WireRange.from(shape), WireRange.to(shape)) < 0) {
      return false;
    }
    int before = out.size();
    boolean isRedacted = !redact.isEmpty() && isRedacted(name);
    putHead(name, kind, shape, isRedacted);
    boolean isLast = contents == 0 || WireRange.to(contents) == end;
    if (isLast && name != 0 && headEnd - from <= TensorHead.MAX_BYTES) {
      byte[] wire = Arrays.copyOfRange(in.message(), from, headEnd);
      long place = name - WireRange.of(from, from);
      heads[index] = new TensorHead(wire, place, kind, isRedacted, out.since(before));
    }
    return isRedacted ? contents == 0 : data(kind, raw, contents);
  }

  private void putHead(long name, DataKind kind, long shape, boolean isRedacted) {
    out.put('"');
    out.put(in.message(), WireRange.from(name), WireRange.to(name));
    out.put(DATATYPE_FIELD);
    out.put(KIND_NAMES[kind.ordinal()]);
    out.put(SHAPE_FIELD);
    elements.numbers(DataKind.INT64, shape);
    out.put(isRedacted ? REDACTED_FIELD : DATA_FIELD);
  }

  private boolean isRedacted(long name) {
    return redact.contains(
        new String(
            in.message(), WireRange.from(name), WireRange.length(name), StandardCharsets.US_ASCII));
  }

  private DataKind kind(long name) {
    for (int i = 0; i < KINDS.length; i++) {
      byte[] wanted = KIND_NAMES[i];
      if (Arrays.equals(
          in.message(), WireRange.from(name), WireRange.to(name), wanted, 0, wanted.length)) {
        return KINDS[i];
      }
    }
    return null;
  }

  /** Whether one before has the same name. */
  private boolean isThere(int index) {
    long mine = names[index];
    byte[] message = in.message();
    for (int i = 0; i < index; i++) {
      long other = names[i];
      if (WireRange.length(mine) == WireRange.length(other)
          && Arrays.equals(
              message,
              WireRange.from(mine),
              WireRange.to(mine),
              message,
              WireRange.from(other),
              WireRange.to(other))) {
        return true;
      }
    }
    return false;
  }
}
