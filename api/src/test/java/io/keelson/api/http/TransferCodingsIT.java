package io.keelson.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.LoggedErrors;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawHttp1;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A body ends where every server on its way takes it to end, or is not taken. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class TransferCodingsIT {
  private static final String CHUNKS = "3\r\nabc\r\n0\r\n\r\n";

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "quarkus.management.test-port")
  int managementPort;

  private static String head(String path, String codings) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + codings + "\r\n\r\n";
  }

  @Test
  void aCodingThatIsNotUnderstoodIsRefusedAndNothingBehindItIsRead() throws IOException {
    List<String> codings =
        List.of(
            "Transfer-Encoding: xchunked\r\nContent-Length: 3",
            "Transfer-Encoding: chunked\r\nContent-Length: 3",
            "Transfer-Encoding: identity\r\nContent-Length: 3",
            "Transfer-Encoding:\r\nContent-Length: 3",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, gzip",
            "Transfer-Encoding: chunked,xchunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked");
    String smuggled = "GET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    try (LoggedErrors errors = new LoggedErrors()) {
      for (String coding : codings) {
        String body = coding.contains("Content-Length") ? "abc" : CHUNKS;
        for (String path :
            List.of("/graphql", "/session/backchannel-logout", "/data/uploads/x", "/nothing")) {
          refused(port, head(path, coding) + body + smuggled);
        }
        refused(managementPort, head("/q/health/live", coding) + body + smuggled);
      }
      assertThat(errors.lines()).isEmpty();
    }
  }

  private static void refused(int port, String requests) throws IOException {
    try (RawHttp1 http = new RawHttp1(port)) {
      String answers = http.say(requests).rest();
      assertThat(answers).as(requests).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1");
    }
  }

  @Test
  void chunksAreUnderstood() throws IOException {
    for (String coding : List.of("chunked", "Chunked", " chunked ")) {
      try (RawHttp1 http = new RawHttp1(managementPort)) {
        http.say(head("/q/health/live", "Transfer-Encoding: " + coding) + CHUNKS);
        assertThat(http.status()).as(coding).isEqualTo(200);
      }
    }
  }
}
