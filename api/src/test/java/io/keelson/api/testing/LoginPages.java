package io.keelson.api.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser on the identity provider's pages: it follows redirects, keeps cookies by their path, so
 * that two realms of one server do not mix, and fills in forms.
 */
public final class LoginPages {
  private static final Pattern FORM =
      Pattern.compile("(?s)<form[^>]*action=\"([^\"]+)\"(.*?)</form>");
  private static final Pattern INPUT = Pattern.compile("<input[^>]*>");
  private static final int MAX_REDIRECTS = 12;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<Cookie> cookies = new ArrayList<>();
  private final String stopAt;

  private record Cookie(String name, String value, String path) {}

  /**
   * Where the browser has come to.
   *
   * @param url of the page; of an address that it stops at, there is no body
   */
  public record Page(int status, String url, String body) {
    public boolean hasField(String name) {
      return body.contains("name=\"" + name + "\"");
    }
  }

  /**
   * @param stopAt an address, or how it begins, that is not opened any more
   */
  public LoginPages(String stopAt) {
    this.stopAt = stopAt;
  }

  public Page open(String url) throws IOException, InterruptedException {
    return go("GET", url, "");
  }

  /** Sends the page's form with its hidden fields and these. */
  public Page submit(Page page, Map<String, String> fields)
      throws IOException, InterruptedException {
    Matcher form = FORM.matcher(page.body());
    if (!form.find()) {
      throw new AssertionError("no form at " + page.url() + ": " + page.body());
    }
    Map<String, String> all = new LinkedHashMap<>();
    Matcher inputs = INPUT.matcher(form.group(2));
    while (inputs.find()) {
      String input = inputs.group();
      if (input.contains("type=\"hidden\"")) {
        all.put(attribute(input, "name"), attribute(input, "value"));
      }
    }
    all.putAll(fields);
    return go("POST", resolved(page.url(), unescaped(form.group(1))), SignIn.form(all));
  }

  private Page go(String firstMethod, String firstUrl, String firstBody)
      throws IOException, InterruptedException {
    String method = firstMethod;
    String url = firstUrl;
    String body = firstBody;
    for (int i = 0; i < MAX_REDIRECTS; i++) {
      if (url.startsWith(stopAt)) {
        return new Page(0, url, "");
      }
      HttpResponse<String> answer = send(method, url, body);
      String location = answer.headers().firstValue("Location").orElse(null);
      if (location == null) {
        return new Page(answer.statusCode(), url, answer.body());
      }
      url = resolved(url, location);
      method = "GET";
      body = "";
    }
    throw new AssertionError("still on the way after " + MAX_REDIRECTS + ": " + url);
  }

  private HttpResponse<String> send(String method, String url, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create(url);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    String sent =
        cookies.stream()
            .filter(cookie -> uri.getPath().startsWith(cookie.path()))
            .map(cookie -> cookie.name() + "=" + cookie.value())
            .collect(Collectors.joining("; "));
    if (!sent.isEmpty()) {
      request.header("Cookie", sent);
    }
    HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    answer.headers().allValues("Set-Cookie").forEach(this::keep);
    return answer;
  }

  private void keep(String text) {
    String[] parts = text.split(";\\s*");
    int equals = parts[0].indexOf('=');
    String name = parts[0].substring(0, equals);
    String value = parts[0].substring(equals + 1);
    String path = "/";
    for (String part : parts) {
      if (part.regionMatches(true, 0, "Path=", 0, 5)) {
        path = part.substring(5);
      }
    }
    String of = path;
    cookies.removeIf(cookie -> cookie.name().equals(name) && cookie.path().equals(of));
    if (!value.isEmpty() && !value.equals("\"\"")) {
      cookies.add(new Cookie(name, value, path));
    }
  }

  private static String attribute(String input, String name) {
    Matcher found = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(input);
    return found.find() ? unescaped(found.group(1)) : "";
  }

  private static String unescaped(String html) {
    return html.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\"");
  }

  private static String resolved(String base, String url) {
    return URI.create(base).resolve(url).toString();
  }
}
