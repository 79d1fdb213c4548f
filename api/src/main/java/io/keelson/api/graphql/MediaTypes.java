package io.keelson.api.graphql;

import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The media types of the GraphQL-over-HTTP draft: what a caller takes, and what they send. */
final class MediaTypes {
  static final String JSON = "application/json";
  static final String GRAPHQL_JSON = "application/graphql-response+json";

  private MediaTypes() {}

  /**
   * The type to answer with: the one that the caller weighs more, the newer one where both weigh
   * the same, and JSON where they do not care. Empty when they take neither.
   */
  static Optional<String> accepted(RoutingContext context) {
    String header = context.request().getHeader("Accept");
    if (header == null || header.isBlank()) {
      return Optional.of(JSON);
    }
    List<MIMEHeader> wanted = context.parsedHeaders().accept();
    float graphQLJson = weight(wanted, GRAPHQL_JSON).orElse(0f);
    float json =
        weight(wanted, JSON)
            .or(() -> weight(wanted, "application/*"))
            .or(() -> weight(wanted, "*/*"))
            .orElse(0f);
    if (graphQLJson == 0 && json == 0) {
      return Optional.empty();
    }
    return Optional.of(graphQLJson >= json ? GRAPHQL_JSON : JSON);
  }

  private static Optional<Float> weight(List<MIMEHeader> wanted, String type) {
    return wanted.stream()
        .filter(one -> type.equals(name(one)))
        .map(MIMEHeader::weight)
        .findFirst();
  }

  /** Whether the body is JSON in UTF-8, which it is taken for where no encoding is named. */
  static boolean isJson(RoutingContext context) {
    MIMEHeader sent = context.parsedHeaders().contentType();
    boolean isJson = JSON.equals(name(sent));
    String charset = sent.parameter("charset");
    return isJson && (charset == null || charset.equalsIgnoreCase("utf-8"));
  }

  private static String name(MIMEHeader header) {
    return header.value().strip().toLowerCase(Locale.ROOT);
  }
}
