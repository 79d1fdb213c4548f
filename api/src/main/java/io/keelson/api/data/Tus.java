package io.keelson.api.data;

import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.http.HttpServerRequest;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The words of the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload). */
final class Tus {
  static final String VERSION = "1.0.0";
  static final String EXTENSIONS = "expiration,termination";
  static final String BODY_TYPE = "application/offset+octet-stream";
  static final String RESUMABLE = "Tus-Resumable";
  static final String UPLOAD_OFFSET = "Upload-Offset";
  static final String UPLOAD_LENGTH = "Upload-Length";
  static final String UPLOAD_EXPIRES = "Upload-Expires";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private Tus() {}

  /** {@code X-HTTP-Method-Override} counts, for clients that cannot send PATCH or DELETE. */
  static String method(HttpServerRequest request) {
    String override = request.getHeader("X-HTTP-Method-Override");
    return override == null ? request.method().name() : override.strip().toUpperCase(Locale.ROOT);
  }

  static boolean isOurVersion(HttpServerRequest request) {
    return VERSION.equals(request.getHeader(RESUMABLE));
  }

  /**
   * @throws Invalid when it is missing or no number of bytes
   */
  static long offset(HttpServerRequest request) {
    return number(UPLOAD_OFFSET, request.getHeader(UPLOAD_OFFSET));
  }

  /** Empty when the body is chunked. */
  static OptionalLong contentLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null
        ? OptionalLong.empty()
        : OptionalLong.of(number("Content-Length", length));
  }

  private static long number(String header, String value) {
    if (value == null || !NUMBER.matcher(value).matches()) {
      throw new Invalid(header, value, "a number of bytes");
    }
    return Long.parseLong(value);
  }

  static boolean hasBodyType(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(BODY_TYPE);
  }

  /** As HTTP writes dates. */
  static String date(OffsetDateTime time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }
}
