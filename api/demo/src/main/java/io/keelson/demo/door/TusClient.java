package io.keelson.demo.door;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The two requests of the tus 1.0 protocol that fill an upload which was created elsewhere: where
 * it stands, and bytes from there on. The signed URL is the only credential.
 */
public final class TusClient {
  private static final String VERSION = "1.0.0";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private final HttpClient http;

  public TusClient(HttpClient http) {
    this.http = http;
  }

  /**
   * How many bytes the server holds.
   *
   * @throws Refused when the server does not answer as the protocol says
   */
  public long offsetBytes(URI upload) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(request(upload).method("HEAD", BodyPublishers.noBody()).build());
    require(answer, 200, "HEAD");
    return offset(answer, "HEAD");
  }

  /**
   * Sends bytes that follow the first {@code offsetBytes}.
   *
   * @return how many bytes the server holds now
   * @throws Refused when the server does not take them
   */
  public long append(URI upload, long offsetBytes, byte[] bytes, int from, int length)
      throws IOException, InterruptedException {
    BodyPublisher body = BodyPublishers.ofByteArray(bytes, from, length);
    HttpResponse<String> answer =
        send(
            request(upload)
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offsetBytes))
                .method("PATCH", body)
                .build());
    require(answer, 204, "PATCH");
    return offset(answer, "PATCH");
  }

  private static HttpRequest.Builder request(URI upload) {
    return HttpRequest.newBuilder(upload).timeout(TIMEOUT).header("Tus-Resumable", VERSION);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return Http.send(http, request, HttpResponse.BodyHandlers.ofString());
  }

  private static void require(HttpResponse<String> answer, int status, String method) {
    if (answer.statusCode() != status) {
      throw new Refused(
          "HTTP " + answer.statusCode(),
          "%s of the upload (expected: %d) %s"
              .formatted(method, status, Json.shown(answer.body())));
    }
    String version = answer.headers().firstValue("Tus-Resumable").orElse("none");
    if (!version.equals(VERSION)) {
      throw new Refused("TUS", "Tus-Resumable: %s (expected: %s)".formatted(version, VERSION));
    }
  }

  private static long offset(HttpResponse<String> answer, String method) {
    String text = answer.headers().firstValue("Upload-Offset").orElse("");
    if (!text.matches("\\d{1,18}")) {
      throw new Refused(
          "TUS", "%s answered Upload-Offset: '%s' (expected: bytes)".formatted(method, text));
    }
    return Long.parseLong(text);
  }
}
