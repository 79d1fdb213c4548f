package io.keelson.bench.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Bodies of REST inference requests that are meant to hurt whoever reads, converts or keeps them.
 *
 * @param headers beside those that each request has, each with its line's end
 * @param announced what the head says of its length
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record HostileJson(String name, String headers, byte[] body, int announced) {
  private static final int DEEP_LEVELS = 100_000;
  private static final int COLUMNS = 1_000_000;
  private static final int TENSORS = 20_000;
  private static final int LONG_NUMBER = 100_000;
  private static final int LONG_TEXT = 2 << 20;
  private static final int BOMB_BYTES = 64 << 20;
  private static final String LENGTH = "Inference-Header-Content-Length: ";

  static List<HostileJson> all() {
    String two = tensor("x", "FP32", "1", "1");
    return List.of(
        of("truncated", "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,"),
        of("deep", inputs("x", "FP32", "1", "[".repeat(DEEP_LEVELS))),
        of("deep beside the inputs", "{\"parameters\":" + "{\"a\":".repeat(DEEP_LEVELS)),
        of("huge exponents", inputs("x", "FP64", "3", "1e999,-1e999999999,1e-999999999")),
        of("huge integers", inputs("x", "INT64", "1", "9".repeat(LONG_NUMBER))),
        of("huge shape", inputs("x", "FP32", "9223372036854775807,9223372036854775807", "1")),
        of("negative shape", inputs("x", "FP32", "-1,-9223372036854775808", "1")),
        of("a million columns", inputs("x", "FP32", "1," + COLUMNS, zeros(COLUMNS))),
        of("thousands of tensors", tensors()),
        of("control characters", inputs("\\u0000\\u001b[2J\\r\\nx: y\\ud800", "FP32", "1", "1")),
        of(
            "an id of control characters",
            "{\"id\":\"a\\r\\nb: c\\u0000\",\"inputs\":[" + two + "]}"),
        of("a huge id", "{\"id\":\"" + "i".repeat(LONG_TEXT) + "\",\"inputs\":[" + two + "]}"),
        of("huge text", inputs("x", "BYTES", "1", "\"" + "\\u0001".repeat(LONG_TEXT / 6) + "\"")),
        of("no number", inputs("x", "FP32", "3", "NaN,Infinity,-Infinity")),
        of("the words of no number", inputs("x", "FP32", "1", "\"NaN\"")),
        of("the same tensor twice", "{\"inputs\":[" + two + "," + two + "]}"),
        of("the same field twice", "{\"inputs\":[" + two + "],\"inputs\":[" + two + "]}"),
        binary("no number in binary", 4, Float.NaN),
        binary("a lying size of elements", 1 << 30, 1),
        binary("a negative size of elements", -4, 1),
        with("a lying length of JSON", LENGTH + "999999999\r\n", "{\"inputs\":[" + two + "]}"),
        with("a negative length of JSON", LENGTH + "-1\r\n", "{\"inputs\":[" + two + "]}"),
        new HostileJson("a lying length", "", bytes("{\"inputs\":["), 1 << 20),
        bomb());
  }

  private static HostileJson of(String name, String json) {
    return with(name, "", json);
  }

  private static HostileJson with(String name, String headers, String json) {
    byte[] body = bytes(json);
    return new HostileJson(name, headers, body, body.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String inputs(String name, String datatype, String shape, String data) {
    return "{\"inputs\":[" + tensor(name, datatype, shape, data) + "]}";
  }

  private static String tensor(String name, String datatype, String shape, String data) {
    return "{\"name\":\"%s\",\"datatype\":\"%s\",\"shape\":[%s],\"data\":[%s]}"
        .formatted(name, datatype, shape, data);
  }

  private static String zeros(int count) {
    return "0,".repeat(count - 1) + "0";
  }

  private static String tensors() {
    StringBuilder all = new StringBuilder("{\"inputs\":[");
    for (int i = 0; i < TENSORS; i++) {
      all.append(i == 0 ? "" : ",").append(tensor("c" + i, "FP32", "1", "1"));
    }
    return all.append("]}").toString();
  }

  /** A tensor of one float behind the JSON, which says how many bytes it has. */
  private static HostileJson binary(String name, int said, float value) {
    byte[] json =
        bytes(
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],"
                + "\"parameters\":{\"binary_data_size\":"
                + said
                + "}}]}");
    byte[] body =
        ByteBuffer.allocate(json.length + Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(json)
            .putFloat(value)
            .array();
    return new HostileJson(name, LENGTH + json.length + "\r\n", body, body.length);
  }

  private static HostileJson bomb() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes("{\"inputs\":["));
      gzip.write(new byte[BOMB_BYTES]);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    byte[] body = out.toByteArray();
    return new HostileJson("a compressed bomb", "Content-Encoding: gzip\r\n", body, body.length);
  }
}
