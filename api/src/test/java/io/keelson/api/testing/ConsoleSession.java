package io.keelson.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser that opens the console and signs in on the identity provider's page. The provider sends
 * people to the console's usual address only: the application is asked under that name, on whatever
 * port the test gave it.
 */
public final class ConsoleSession implements AutoCloseable {
  private static final String CONSOLE = "127.0.0.1:7080";
  private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
  private static final int FORMS = 2;
  private static final int MAX_REDIRECTS = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = vertx.createHttpClient();
  private final int port;
  private final Map<String, Map<String, String>> cookies = new HashMap<>();

  /** An answer with its body. */
  private record Page(HttpClientResponse response, String body) {}

  public ConsoleSession(int port) {
    this.port = port;
  }

  /** The token that proves that a change was meant. */
  public String signIn(String username, String password) throws IOException {
    Page page = follow("http://" + CONSOLE + "/session/login");
    String back = null;
    // The name first, which may belong to an organisation with a provider of its own.
    for (int form = 0; form < FORMS && back == null; form++) {
      page =
          send(
              HttpMethod.POST,
              action(page.body()),
              Map.of("Content-Type", "application/x-www-form-urlencoded"),
              SignIn.form(Map.of("username", username, "password", password)));
      back = page.response().getHeader("Location");
    }
    if (back == null) {
      throw new IllegalStateException("not signed in: " + page.body());
    }
    follow(back);
    Page session = send(HttpMethod.GET, "http://" + CONSOLE + "/session", Map.of(), "");
    return JSON.readTree(session.body()).path("csrfToken").asText();
  }

  private static String action(String page) {
    Matcher form = FORM.matcher(page);
    if (!form.find()) {
      throw new IllegalStateException("no form to sign in with: " + page);
    }
    return form.group(1).replace("&amp;", "&");
  }

  /** An operation of the API with the session's cookie. */
  public JsonNode ask(String tenant, String csrfToken, String query, Map<String, ?> variables)
      throws IOException {
    Page answer =
        send(
            HttpMethod.POST,
            "http://" + CONSOLE + "/graphql",
            Map.of(
                "Content-Type",
                "application/json",
                "X-Keelson-Tenant",
                tenant,
                "X-Keelson-CSRF",
                csrfToken),
            JSON.writeValueAsString(Map.of("query", query, "variables", variables)));
    if (answer.body().isEmpty()) {
      throw new IllegalStateException(
          "answered %d without a body: %s"
              .formatted(answer.response().statusCode(), answer.response().headers()));
    }
    return JSON.readTree(answer.body());
  }

  /** Signs out as the console's button does; returns the status of the answer. */
  public int signOut(String csrfToken) {
    return send(
            HttpMethod.POST,
            "http://" + CONSOLE + "/session/logout",
            Map.of("X-Keelson-CSRF", csrfToken),
            "")
        .response()
        .statusCode();
  }

  /** A browser that holds the same cookies, such as a thief's. */
  public ConsoleSession copy() {
    ConsoleSession copy = new ConsoleSession(port);
    cookies.forEach((host, jar) -> copy.cookies.put(host, new HashMap<>(jar)));
    return copy;
  }

  /** As far as it goes, to the first page that sends nowhere else. */
  private Page follow(String url) {
    String next = url;
    for (int i = 0; i < MAX_REDIRECTS; i++) {
      Page page = send(HttpMethod.GET, next, Map.of(), "");
      String location = page.response().getHeader("Location");
      boolean ours = URI.create(next).getPath().equals("/");
      if (location == null || ours) {
        return page;
      }
      next = URI.create(next).resolve(location).toString();
    }
    throw new IllegalStateException("still on the way after " + MAX_REDIRECTS + ": " + next);
  }

  private Page send(HttpMethod method, String url, Map<String, String> headers, String body) {
    URI uri = URI.create(url);
    boolean ours = uri.getAuthority().equals(CONSOLE);
    RequestOptions options = new RequestOptions().setMethod(method).setAbsoluteURI(url);
    if (ours) {
      options.setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"));
    }
    headers.forEach(options::addHeader);
    Map<String, String> jar = cookies.computeIfAbsent(uri.getAuthority(), host -> new HashMap<>());
    if (!jar.isEmpty()) {
      options.addHeader(
          "Cookie",
          jar.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return http.request(options)
        .compose(
            request -> {
              // Asked for before the request is sent: a quick answer's body would be gone by then.
              Future<Page> page =
                  request
                      .response()
                      .compose(
                          response ->
                              response
                                  .body()
                                  .map(
                                      bytes -> {
                                        response.cookies().forEach(cookie -> keep(jar, cookie));
                                        return new Page(response, bytes.toString());
                                      }));
              request.end(Buffer.buffer(body));
              return page;
            })
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  private static void keep(Map<String, String> jar, String cookie) {
    String pair = cookie.split(";", 2)[0];
    int equals = pair.indexOf('=');
    if (pair.length() == equals + 1) {
      jar.remove(pair.substring(0, equals));
    } else {
      jar.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
