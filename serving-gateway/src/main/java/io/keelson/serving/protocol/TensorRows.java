package io.keelson.serving.protocol;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The elements of one tensor as a table. Its columns are the last dimension, its rows all others; a
 * tensor of one dimension has one column.
 */
public final class TensorRows {
  private static final int MAX_TENSORS = 1_000;

  private final int rows;
  private final int columns;
  private final boolean isTable;
  private final double[] numbers;
  private final String[] texts;

  private TensorRows(int rows, int columns, boolean isTable, double[] numbers, String[] texts) {
    this.rows = rows;
    this.columns = columns;
    this.isTable = isTable;
    this.numbers = numbers;
    this.texts = texts;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Whether it has more than one dimension, so that its message says how many columns it has. */
  public boolean isTable() {
    return isTable;
  }

  /** Whether its elements are texts. */
  public boolean isText() {
    return texts != null;
  }

  /** An element of a tensor of numbers; a bool is 0 or 1. */
  public double number(int row, int column) {
    return numbers[row * columns + column];
  }

  /** An element of a tensor of texts. */
  public String text(int row, int column) {
    return texts[row * columns + column];
  }

  /**
   * Those of the inputs that are named, by their names; of several with one name the first.
   *
   * @throws ProtocolError where the message contradicts itself
   */
  public static Map<String, TensorRows> inputs(ModelInferRequest request, Set<String> names) {
    bounded(request.getInputsCount());
    Map<String, TensorRows> found = new HashMap<>();
    for (int i = 0; i < request.getInputsCount(); i++) {
      ModelInferRequest.InferInputTensor input = request.getInputs(i);
      if (names.contains(input.getName()) && !found.containsKey(input.getName())) {
        ByteString raw =
            i < request.getRawInputContentsCount() ? request.getRawInputContents(i) : null;
        found.put(
            input.getName(),
            of(
                input.getName(),
                input.getDatatype(),
                input.getShapeList(),
                raw,
                input.getContents()));
      }
    }
    return found;
  }

  /** Likewise of the outputs of an answer. */
  public static Map<String, TensorRows> outputs(ModelInferResponse response, Set<String> names) {
    bounded(response.getOutputsCount());
    Map<String, TensorRows> found = new HashMap<>();
    for (int i = 0; i < response.getOutputsCount(); i++) {
      ModelInferResponse.InferOutputTensor output = response.getOutputs(i);
      if (names.contains(output.getName()) && !found.containsKey(output.getName())) {
        ByteString raw =
            i < response.getRawOutputContentsCount() ? response.getRawOutputContents(i) : null;
        found.put(
            output.getName(),
            of(
                output.getName(),
                output.getDatatype(),
                output.getShapeList(),
                raw,
                output.getContents()));
      }
    }
    return found;
  }

  private static void bounded(int tensors) {
    if (tensors > MAX_TENSORS) {
      throw new ProtocolError(tensors + " tensors (expected: at most " + MAX_TENSORS + ")");
    }
  }

  /**
   * @param raw null where the elements are typed
   */
  private static TensorRows of(
      String name, String datatype, List<Long> shape, ByteString raw, InferTensorContents typed) {
    DataKind kind = DataKind.named(name, datatype);
    ByteString bytes = raw == null ? raw(kind, typed) : raw;
    ByteBuffer elements = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int least = kind == DataKind.BYTES ? Integer.BYTES : kind.sizeBytes();
    long count = 1;
    for (long size : shape) {
      // No more elements than bytes, so that nothing is made of what a message only claims. Beside
      // an empty dimension another may be of any length, whose number must fit all the same.
      if (size < 0 || size > Integer.MAX_VALUE || (count *= size) > bytes.size() / least) {
        throw new ProtocolError("tensor \"" + name + "\": its shape does not fit its elements");
      }
    }
    long columns = shape.size() < 2 ? 1 : shape.getLast();
    int rows = columns == 0 ? 0 : (int) (count / columns);
    boolean isTable = shape.size() > 1;
    TensorRows table =
        kind == DataKind.BYTES
            ? new TensorRows(rows, (int) columns, isTable, null, texts(elements, (int) count))
            : new TensorRows(
                rows, (int) columns, isTable, numbers(kind, elements, (int) count), null);
    if (elements.hasRemaining()) {
      throw new ProtocolError("tensor \"" + name + "\": its shape does not fit its elements");
    }
    return table;
  }

  private static ByteString raw(DataKind kind, InferTensorContents typed) {
    ElementBuffer out = new ElementBuffer(Integer.MAX_VALUE - Long.BYTES);
    kind.appendTyped(typed, out);
    return out.toByteString();
  }

  private static double[] numbers(DataKind kind, ByteBuffer elements, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = kind.readNumber(elements);
    }
    return numbers;
  }

  private static String[] texts(ByteBuffer elements, int count) {
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] = DataKind.readText(elements);
    }
    return texts;
  }
}
