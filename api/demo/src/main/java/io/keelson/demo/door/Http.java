package io.keelson.demo.door;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;

/** Sending a request, with failures that say which server they are about. */
final class Http {
  private Http() {}

  /**
   * @throws Refused when nobody listens there, or the answer does not come in time
   */
  static <T> HttpResponse<T> send(
      HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    URI address = request.uri();
    String server = address.getScheme() + "://" + address.getAuthority();
    try {
      return http.send(request, body);
    } catch (ConnectException e) {
      throw new Refused("UNREACHABLE", "nothing answers at " + server);
    } catch (HttpTimeoutException e) {
      throw new Refused(
          "TIMEOUT", "%s %s%s".formatted(request.method(), server, address.getPath()));
    }
  }
}
