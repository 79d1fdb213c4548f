package io.keelson.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.HostileLines;
import io.keelson.api.testing.LoggedErrors;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawHttp1;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Bodies that are not to be read, where everybody may send one: one line each, and no trace. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class BrokenLogoutBodiesIT {
  private static final String HEAD =
      "POST "
          + BackchannelLogout.PATH
          + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String REST = "\r\na=b\r\n0\r\n\r\n";

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void aBodyThatCannotBeReadIsOneLineAndNoTrace() throws Exception {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("no size", "zz" + REST);
    bodies.put("no size, later", "3\r\na=b\r\nzz" + REST);
    bodies.put("a size of more than a long", "fffffffffffffffff" + REST);
    bodies.put("a size below zero", "-3" + REST);
    bodies.put("a long extension", "3;" + "x".repeat(100_000) + REST);
    bodies.put("long trailers", "3\r\na=b\r\n0\r\n" + "x: y\r\n".repeat(10_000) + "\r\n");
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      for (int pauseMs : new int[] {0, 150}) {
        try (LoggedErrors errors = new LoggedErrors();
            HostileLines lines = new HostileLines()) {
          try (RawHttp1 http = new RawHttp1(port)) {
            http.say(CHUNKED);
            Thread.sleep(pauseMs); // until the head was read by itself
            http.say(body.getValue()).rest();
          } catch (SocketException cutMeanwhile) {
            // The server reads no further.
          }
          Thread.sleep(200); // until all is said
          assertThat(errors.lines()).as(body.getKey()).isEmpty();
          assertThat(lines.with("")).as(body.getKey()).hasSizeLessThanOrEqualTo(1);
        }
      }
    }
  }

  @Test
  void whoeverHangsUpWithinABodyIsOneLineAtMost() throws Exception {
    for (String begun : new String[] {CHUNKED + "5\r\na=", HEAD + "Content-Length: 9\r\n\r\na="}) {
      try (LoggedErrors errors = new LoggedErrors();
          HostileLines lines = new HostileLines()) {
        try (RawHttp1 http = new RawHttp1(port)) {
          http.say(begun);
          Thread.sleep(150); // until that was read
        }
        Thread.sleep(200); // until all is said
        assertThat(errors.lines()).as(begun).isEmpty();
        assertThat(lines.with("")).as(begun).hasSizeLessThanOrEqualTo(1);
      }
    }
  }
}
