package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.keelson.tenancy.testing.TestServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * The console in a real browser, against the whole platform: each of the suite's tests is one here.
 */
final class ConsoleIT {
  /** The identity provider that the build's tests share sends people back to this address only. */
  private static final String CONSOLE = "127.0.0.1:7080";

  /** An event of a job that no run is about: whoever handles it anew has nothing to do. */
  private static final String GIVEN_UP =
      """
      WITH given AS (
        INSERT INTO tenancy.event (tenant_id, id, type, subject_id, payload, created_at)
        SELECT tenant_id, gen_random_uuid(), 'JobFinished', gen_random_uuid(), '{}', now()
        FROM tenancy.tenant
        WHERE slug = '%s'
        RETURNING tenant_id, id)
      INSERT INTO tenancy.dead_letter (tenant_id, id, event_id, handler, attempts, failure, died_at)
      SELECT tenant_id, id, id, 'run-follows-job', 20, 'the database was away', now()
      FROM given
      """;

  @TestFactory
  @Timeout(1800)
  Stream<DynamicTest> console() throws Exception {
    Optional<String> missing = BrowserSuite.missing();
    if (missing.isPresent()) {
      return leftOut(missing.get());
    }
    try (ExternalServers servers = new ExternalServers();
        Installation installation = Installation.create()) {
      int front = Ports.free();
      Map<String, String> properties = new HashMap<>(servers.properties());
      properties.put("keelson.http.port", Integer.toString(front));
      properties.put("keelson.http.url", "http://" + CONSOLE);
      properties.put("keelson.broker.api-url", "http://127.0.0.1:" + front);
      properties.put("keelson.management.port", Integer.toString(Ports.free()));
      properties.put("keelson.gateway.port", Integer.toString(Ports.free()));
      int names = Ports.free();
      properties.put("keelson.sign-on.enabled", "true");
      properties.put("keelson.private-addresses", "true");
      properties.put("keelson.sign-on.name-server", "127.0.0.1:" + names);
      try (PlatformProcess platform = new PlatformProcess(installation, "console", properties)) {
        platform.start().awaitReady();
        Map<String, String> environment = servers.environment(installation);
        environment.put("KEELSON_BROWSER_ADDRESS", "127.0.0.1:" + front);
        // From a container it reaches neither the test's mail server nor itself by its own address.
        if (!Boolean.getBoolean("keelson.test.containers")) {
          environment.put(
              "KEELSON_BROWSER_KEYCLOAK_PASSWORD", TestServers.shared().keycloakAdminPassword());
        }
        environment.put("KEELSON_BROWSER_DNS_PORT", Integer.toString(names));
        String other = environment.get("KEELSON_OTHER_TENANT");
        servers.execute(GIVEN_UP.formatted(other));
        environment.put("KEELSON_BROWSER_DEAD_LETTER", other);
        List<BrowserTest> tests = BrowserSuite.run(environment);
        platform.stop();
        tests.forEach(
            test -> test.figures().forEach(line -> System.out.println("[console] " + line)));
        return tests.stream().map(test -> dynamicTest(name(test), () -> judge(test)));
      }
    }
  }

  /** Each test by its name, so that a report shows what was not looked at. */
  private static Stream<DynamicTest> leftOut(String why) throws Exception {
    if (why.startsWith("node ")) {
      return Stream.of(dynamicTest("all browser tests", () -> assumeThat(false).as(why).isTrue()));
    }
    return BrowserSuite.list().stream()
        .map(test -> dynamicTest(name(test), () -> assumeThat(false).as(why).isTrue()));
  }

  private static String name(BrowserTest test) {
    return test.file() + ": " + test.title();
  }

  private static void judge(BrowserTest test) {
    assumeThat(test.outcome()).as(test.message()).isNotEqualTo("skipped");
    assertThat(test.outcome()).as(test.message()).isEqualTo("expected");
  }
}
