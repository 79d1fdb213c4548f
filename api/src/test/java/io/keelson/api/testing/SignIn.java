package io.keelson.api.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Signs the demo's people in at the identity provider. */
public final class SignIn {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private SignIn() {}

  /**
   * The access token and the identity token that the demo's client gets for the password of its
   * people.
   */
  public record Tokens(String access, String identity) {}

  public static Tokens byPassword(String issuer, String username, String password)
      throws IOException, InterruptedException {
    String form =
        form(
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "keelson-demo",
                "client_secret",
                password,
                "scope",
                "openid",
                "username",
                username,
                "password",
                password));
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    var json = JSON.readTree(answer.body());
    return new Tokens(json.path("access_token").asText(), json.path("id_token").asText());
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
