package io.keelson.api.catalog.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keelson.api.catalog.profile.ProfileDocument;
import io.keelson.api.catalog.profile.ProfileOutcome;
import io.keelson.api.catalog.profile.TableFile;
import io.keelson.api.catalog.profile.VersionTable;
import io.keelson.compute.job.JobOutput;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.object.ObjectUnreadable;
import io.keelson.tenancy.object.TenantObjects;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a job says of tables, line by line. It is not trusted: it was written beside hostile files,
 * and perhaps by them. Lines of a kind that is not known here are passed over.
 */
final class ValidationResult implements AutoCloseable {
  static final int MAX_LINE_BYTES = (16 << 20) + (64 << 10);
  private static final int MAX_BYTES = 64 << 20;

  /** A profile of 1,000 columns has some 100,000. */
  private static final int MAX_TOKENS = 250_000;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_DIGITS = 100;

  /** So much is read before it is written down. */
  private static final int PAGE_LINES = 100;

  private static final int PAGE_BYTES = 1 << 20;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_DIGITS)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(new TypeReference<Map<String, Object>>() {});

  private final InputStream in;

  private ValidationResult(InputStream in) {
    this.in = in;
  }

  /** It is not what it should be; reading it again will not help. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message);
    }
  }

  /**
   * What is said of a table.
   *
   * @param outcome of its profile; null where the line is about its checks
   * @param checks what came of them; null where the line is about its profile
   */
  record Line(String table, ProfileOutcome outcome, CheckedTable checks) {
    static Line of(String table, ProfileOutcome outcome) {
      return new Line(table, outcome, null);
    }

    /** The program knows files by the names that they have there. */
    Line withOwnNames(VersionTable own) {
      return switch (outcome) {
        case ProfileOutcome.Unreadable(String reason) ->
            of(table, new ProfileOutcome.Unreadable(withOwnNames(reason, own)));
        case ProfileOutcome.Limited(String reason) ->
            of(table, new ProfileOutcome.Limited(withOwnNames(reason, own)));
        case ProfileOutcome.Profiled _, ProfileOutcome.Failed _ -> this;
        case null -> this;
      };
    }

    private static String withOwnNames(String reason, VersionTable own) {
      if (!reason.contains(VersionTable.LOCAL_NAME)) {
        return reason;
      }
      String named = reason;
      for (Map.Entry<String, TableFile> file : own.localNames().entrySet()) {
        named = named.replace(file.getKey(), file.getValue().path());
      }
      return named;
    }
  }

  /**
   * @throws Broken when there is none, or one that is too large
   */
  static ValidationResult open(TenantObjects objects, UUID tenantId, JobOutput output)
      throws Broken {
    if (output.sizeBytes() > MAX_BYTES) {
      throw new Broken(output.sizeBytes() + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    try {
      return new ValidationResult(
          new BufferedInputStream(objects.open(tenantId, output.digest()), 1 << 16));
    } catch (NotFound e) {
      throw new Broken("it is not stored");
    }
  }

  /**
   * The next lines; none at its end.
   *
   * @throws Broken at the first line that is none
   * @throws Unavailable when the store is away
   */
  List<Line> next() throws Broken {
    List<Line> lines = new ArrayList<>();
    int bytes = 0;
    while (lines.size() < PAGE_LINES && (bytes < PAGE_BYTES || lines.isEmpty())) {
      byte[] line = line();
      if (line == null) {
        break;
      }
      bytes += line.length;
      JsonObject json = json(line);
      if ("PROFILE".equals(json.getValue("kind"))) {
        lines.add(profile(json));
      } else if ("CHECKS".equals(json.getValue("kind"))) {
        lines.add(checks(json));
      }
    }
    return lines;
  }

  private static JsonObject json(byte[] line) throws Broken {
    try {
      Map<String, Object> read = READER.readValue(line);
      return new JsonObject(read);
    } catch (IOException | RuntimeException e) {
      throw new Broken("a line is not valid JSON: " + e.getClass().getSimpleName());
    }
  }

  private static Line checks(JsonObject json) throws Broken {
    try {
      String table = text(json, "table");
      CheckedTable checks =
          text(json, "outcome").equals("JUDGED")
              ? CheckedTable.read(table, json.getJsonObject("checks"))
              : CheckedTable.failed(table, reason(json));
      return new Line(table, null, checks);
    } catch (RuntimeException e) {
      throw new Broken("a line says nothing of a table's checks: " + e.getMessage());
    }
  }

  private static Line profile(JsonObject json) throws Broken {
    try {
      String table = text(json, "table");
      ProfileOutcome outcome =
          switch (text(json, "outcome")) {
            case "PROFILED" -> ProfileDocument.read(json.getJsonObject("profile"));
            case "UNREADABLE" -> new ProfileOutcome.Unreadable(reason(json));
            case "LIMITED" -> new ProfileOutcome.Limited(reason(json));
            case "FAILED" -> new ProfileOutcome.Failed(reason(json));
            default -> throw new IllegalArgumentException("no such outcome");
          };
      return Line.of(table, outcome);
    } catch (RuntimeException e) {
      throw new Broken("a line says nothing of a table: " + e.getMessage());
    }
  }

  private static String reason(JsonObject json) {
    return TableRows.cut(text(json, "reason"));
  }

  private static String text(JsonObject json, String field) {
    if (json.getValue(field) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + field);
  }

  /** Null at the end. */
  private byte[] line() throws Broken {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int one = in.read();
      if (one < 0) {
        return null;
      }
      for (; one >= 0 && one != '\n'; one = in.read()) {
        line.write(one);
        if (line.size() > MAX_LINE_BYTES) {
          throw new Broken("a line of more than " + MAX_LINE_BYTES + " bytes");
        }
      }
      return line.toByteArray();
    } catch (ObjectUnreadable e) {
      if (e.isDamaged()) {
        throw new Broken(e.getMessage());
      }
      throw new Unavailable("the result cannot be read now: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Unavailable("the result cannot be read now: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
