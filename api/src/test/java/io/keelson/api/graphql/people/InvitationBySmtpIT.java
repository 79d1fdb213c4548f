package io.keelson.api.graphql.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.main.FrameworkProperties;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestMailServer;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Through a mail server, which does not take everything at once. */
@QuarkusTest
@TestProfile(InvitationBySmtpIT.WithMailServer.class)
@QuarkusTestResource(PlatformServers.class)
class InvitationBySmtpIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern LINK = Pattern.compile("/invitation#([A-Za-z0-9_-]{43})\\s");

  /** A mail server that is not there yet. */
  public static final class WithMailServer implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings =
          Map.of(
              "keelson.mail.url",
              "smtp://127.0.0.1:%d?starttls=disabled".formatted(freePort()),
              "keelson.mail.from",
              "keelson@keelson.example");
      Map<String, String> all =
          new HashMap<>(FrameworkProperties.of(name -> Optional.ofNullable(settings.get(name))));
      all.putAll(settings);
      return all;
    }

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "quarkus.mailer.port")
  int mailPort;

  @Test
  void aMailThatIsNotTakenIsSentAgainAndItsLinkWorks() throws Exception {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("by-mail").key());
    ServerAddresses keycloak = TestServers.shared().keycloak();
    Graph engineer =
        new Graph(
            "http://127.0.0.1:" + port,
            SignIn.byPassword(keycloak.issuer(), "engineer", keycloak.demoPassword()).access());
    owner.ask("mutation{inviteMember(input:{email:\"engineer@demo.keelson.example\"}){id}}").data();
    try (TestMailServer server = new TestMailServer(mailPort)) {
      server.refuseNext(1);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (server.taken().isEmpty() && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertThat(server.refused()).isEqualTo(1);
      assertThat(server.taken()).hasSize(1);
      String mail = server.taken().getFirst();
      assertThat(mail)
          .contains("From: keelson@keelson.example")
          .contains("To: engineer@demo.keelson.example")
          .contains("Subject: You are invited to an organisation on Keelson");
      Matcher link = LINK.matcher(mail.replace("=\n", ""));
      assertThat(link.find()).as(mail).isTrue();
      assertThat(
              engineer
                  .ask(
                      "mutation($t:String!){acceptInvitation(token:$t){id}}",
                      Map.of("t", link.group(1)))
                  .code())
          .isEmpty();
      assertThat(engineer.ask("{localMails{body}}").data().get("localMails")).isEmpty();
    }
  }
}
