package io.keelson.serving.watch;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.assertj.core.data.Offset;

/**
 * What SciPy, statsmodels and Evidently say of shared inputs: {@code reference.json}, which {@code
 * reference.py} beside it wrote.
 */
public final class References {
  private References() {}

  public static JsonObject all() {
    try (InputStream in = References.class.getResourceAsStream("reference.json")) {
      return new JsonObject(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<JsonObject> of(String name) {
    return all().getJsonArray(name).stream().map(JsonObject.class::cast).toList();
  }

  public static long[] longs(JsonArray array) {
    return array.stream().mapToLong(value -> ((Number) value).longValue()).toArray();
  }

  public static double[] doubles(JsonArray array) {
    return array.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  /** A billionth of the value, or of 1 where it is less. */
  public static Offset<Double> billionth(double value) {
    return Offset.offset(1e-9 * Math.max(1, Math.abs(value)));
  }
}
