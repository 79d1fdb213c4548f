package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.api.testing.ConsoleSession;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A session that ended opens nothing, with whichever of its cookies and tokens it is tried. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class SessionEndIT {
  private static final String DEMO = "demo";
  private static final String WHO = "{viewer{tenants{slug}}}";

  @Inject EndedSessions sessions;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final String password = TestServers.shared().keycloak().demoPassword();

  @Test
  void theCookiesOfASessionThatWasSignedOutOfCountNoMore() throws Exception {
    try (ConsoleSession console = new ConsoleSession(port)) {
      String csrfToken = console.signIn("engineer", password);
      try (ConsoleSession thief = console.copy()) {
        assertThat(thief.ask(DEMO, csrfToken, WHO, Map.of()).has("errors")).isFalse();

        assertThat(console.signOut(csrfToken)).isEqualTo(204);

        JsonNode answer = thief.ask(DEMO, csrfToken, WHO, Map.of());
        assertThat(answer.at("/errors/0/extensions/code").asText())
            .as("%s", answer)
            .isEqualTo("UNAUTHENTICATED");
      }
    }
  }

  @Test
  void anAccessTokenOfAnEndedSessionCountsNoMore() throws Exception {
    SignIn.Tokens tokens =
        SignIn.byPassword(TestServers.shared().keycloak().issuer(), "engineer", password);
    Graph engineer = graph(tokens);
    assertThat(engineer.ask(WHO).code()).isEmpty();

    sessions.end(claim(tokens.access(), "sid"));

    assertThat(engineer.ask(WHO).code()).contains("UNAUTHENTICATED");
  }

  private Graph graph(SignIn.Tokens tokens) {
    return new Graph("http://127.0.0.1:" + port, tokens.access());
  }

  private static String claim(String token, String name) throws Exception {
    byte[] body = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return new ObjectMapper().readTree(body).path(name).asText();
  }
}
