package io.keelson.api.testing;

import io.keelson.api.main.FrontDoorProperties;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import io.keelson.tenancy.testing.TlsOnPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** As a platform behind a proxy that ends TLS, with a PostgreSQL whose name is verified. */
public final class HardenedServers implements QuarkusTestResourceLifecycleManager {
  public static final String PROXY = "127.0.0.2";
  public static final String STRANGER = "127.0.0.3";

  private final PlatformServers servers = new PlatformServers();
  private TestDatabase any;
  private TlsOnPostgres tls;

  @Override
  public Map<String, String> start() {
    any = TestServers.shared().freshDatabase();
    tls = new TlsOnPostgres(any);
    Map<String, String> properties = new HashMap<>(servers.start(tls.verified()));
    properties.put("keelson.http.url", "https://keelson.example");
    properties.put("keelson.http.trusted-proxies", PROXY);
    properties.put("keelson.database.statement-timeout-ms", "21000");
    properties.put("keelson.database.system-statement-timeout-ms", "22000");
    properties.putAll(FrontDoorProperties.of(name -> Optional.ofNullable(properties.get(name))));
    return properties;
  }

  @Override
  public void stop() {
    servers.stop();
    if (tls != null) {
      tls.close();
      any.close();
    }
  }
}
