package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.LoggedErrors;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cookies of a session that no session of ours has: whoever sends them is nobody. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class HostileCookiesIT {
  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final HttpClient client = HttpClient.newHttpClient();
  private final LoggedErrors errors = new LoggedErrors();

  @AfterEach
  void close() {
    errors.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q_session=A",
        "q_session=",
        "q_session=|||",
        "q_session=a.b.c.d.e",
        "q_session=A; q_session_at=|; q_session_rt=%",
        "q_session_chunk_1=A",
        "q_session_chunk_1=A; q_session_chunk_3=B",
        "q_session_chunk_x=A",
        "q_session_chunk_=A",
        "q_session_chunk_99999999999=A",
        "q_session_chunk_-1=A",
        "q_auth_S=|||",
        "q_auth_S=",
        "q_auth_S=S|%zz",
        "q_auth_S=S|https://elsewhere.example",
        "q_auth_S=a.b.c.d.e"
      })
  void areThoseOfNobody(String cookies) throws Exception {
    assertThat(status("/session", cookies)).isEqualTo(401);
    assertThat(status("/", cookies)).isEqualTo(200);
    assertThat(status("/session/login", cookies)).isIn(302, 400, 401);
    assertThat(status("/session/login?state=S&code=z", cookies)).isIn(302, 400, 401);
    assertThat(status("/session/login?state=S&error=z", cookies)).isIn(302, 400, 401);
    assertThat(errors.lines()).noneMatch(line -> line.contains("Exception"));
  }

  private int status(String target, String cookies) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
            .header("Cookie", cookies)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
