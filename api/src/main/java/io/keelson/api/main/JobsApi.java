package io.keelson.api.main;

import java.net.URI;

/**
 * Where the doors of this process's jobs lead: to its own HTTP door where it has one, and to an api
 * process's otherwise.
 */
record JobsApi(String host, int port) {
  private static final int HTTP = 80;

  /**
   * @throws IllegalStateException naming the property whose address a job's door cannot lead to
   */
  static JobsApi of(KeelsonConfig config) {
    if (config.roles().contains("api")) {
      return new JobsApi(config.host(), config.http().port());
    }
    boolean own = config.broker().apiUrl().isPresent();
    String url = config.broker().apiUrl().orElseGet(config::url);
    URI address = URI.create(url);
    if (!"http".equals(address.getScheme()) || address.getHost() == null) {
      throw new IllegalStateException(
          "%s: \"%s\" (expected: http://host:port of an api process%s)"
              .formatted(
                  own ? "keelson.broker.api-url" : "keelson.http.url",
                  url,
                  own
                      ? ""
                      : "; where that is not how callers reach it, set keelson.broker.api-url"));
    }
    return new JobsApi(address.getHost(), address.getPort() < 0 ? HTTP : address.getPort());
  }
}
