package io.keelson.demo.door;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Objects by their signed links. */
public final class Downloads {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long MAX_BYTES = 16 << 20;
  private final HttpClient http;

  public Downloads(HttpClient http) {
    this.http = http;
  }

  /**
   * @throws Refused unless the bytes came
   */
  public byte[] bytes(URI link) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(link).timeout(TIMEOUT).GET().build();
    HttpResponse<byte[]> answer =
        Http.send(
            http,
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
    if (answer.statusCode() != 200) {
      throw new Refused("HTTP " + answer.statusCode(), "GET " + link.getPath());
    }
    return answer.body();
  }
}
