package io.keelson.profiler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a job has found, as lines of JSON. {@code kind} says what a line is about; {@code PROFILE}
 * is how the profile of a table ended: {@code {"kind":"PROFILE","table":<name>,
 * "outcome":"PROFILED","profile":{…}}}, or {@code "UNREADABLE"}, {@code "LIMITED"} or {@code
 * "FAILED"} with a {@code "reason"}. {@code CHECKS} is likewise what came of the expectations of a
 * table: {@code "outcome":"JUDGED","checks":{…}} with the answer of {@link Checker}.
 *
 * <p>A profile has at most {@value TableProcess#MAX_ANSWER_BYTES} bytes, the file {@value
 * #MAX_BYTES}.
 */
final class ValidationFile implements AutoCloseable {
  static final String NAME = "validation.ndjson";
  static final int MAX_BYTES = 64 << 20;

  private static final JsonFactory JSON = new JsonFactory();
  private final OutputStream out;
  private final int maxBytes;
  private int bytes;

  private ValidationFile(OutputStream out, int maxBytes) {
    this.out = out;
    this.maxBytes = maxBytes;
  }

  static ValidationFile create(Path outputs) throws IOException {
    return create(outputs, MAX_BYTES);
  }

  static ValidationFile create(Path outputs, int maxBytes) throws IOException {
    return new ValidationFile(
        new BufferedOutputStream(
            Files.newOutputStream(outputs.resolve(NAME), StandardOpenOption.CREATE_NEW)),
        maxBytes);
  }

  /** What a line is about, how it ends well, and what is in it then. */
  enum Kind {
    PROFILE("PROFILED", "profile"),
    CHECKS("JUDGED", "checks");

    private final String done;
    private final String field;

    Kind(String done, String field) {
      this.done = done;
      this.field = field;
    }
  }

  /**
   * @return false, and nothing is written, where there is no room left
   */
  boolean write(Kind kind, String table, TableOutcome outcome) throws IOException {
    return switch (outcome) {
      case TableOutcome.Answered(byte[] answer) ->
          write(open(kind, table, kind.done, null), answer, "}\n".getBytes(StandardCharsets.UTF_8));
      case TableOutcome.Unreadable(String reason) -> write(open(kind, table, "UNREADABLE", reason));
      case TableOutcome.Limited(String reason) -> write(open(kind, table, "LIMITED", reason));
      case TableOutcome.Failed(String reason, String _) ->
          write(open(kind, table, "FAILED", reason));
    };
  }

  private static byte[] open(Kind kind, String table, String outcome, String reason)
      throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      json.writeStartObject();
      json.writeStringField("kind", kind.name());
      json.writeStringField("table", table);
      json.writeStringField("outcome", outcome);
      if (reason != null) {
        json.writeStringField("reason", reason);
        json.writeEndObject();
        json.writeRaw('\n');
      } else {
        json.writeFieldName(kind.field);
        json.flush();
        line.write(':');
      }
    }
    return line.toByteArray();
  }

  private boolean write(byte[]... parts) throws IOException {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    if (length > maxBytes - bytes) {
      return false;
    }
    for (byte[] part : parts) {
      out.write(part);
    }
    bytes += length;
    return true;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
