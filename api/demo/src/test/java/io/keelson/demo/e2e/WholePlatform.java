package io.keelson.demo.e2e;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Tests of one whole platform on the build's shared servers, with clients of its doors. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WholePlatform {
  private final String name;
  ExternalServers servers;
  Installation installation;
  PlatformProcess platform;
  Doors doors;

  /**
   * @param name of its log
   */
  WholePlatform(String name) {
    this.name = name;
  }

  @BeforeAll
  @Timeout(600)
  void startPlatform() throws Exception {
    servers = new ExternalServers();
    installation = Installation.create();
    Map<String, String> properties = new HashMap<>(servers.properties());
    for (String door : List.of("http", "management", "gateway")) {
      properties.put("keelson." + door + ".port", Integer.toString(Ports.free()));
    }
    platform = new PlatformProcess(installation, name, properties).start().awaitReady();
    doors = new Doors(servers.environment(installation));
  }

  @AfterAll
  @Timeout(180)
  void clearAway() throws Exception {
    try (ExternalServers database = servers;
        Installation data = installation;
        PlatformProcess process = platform;
        Doors clients = doors) {
      // closed in reverse order, each whether the others can be or not
    }
  }
}
