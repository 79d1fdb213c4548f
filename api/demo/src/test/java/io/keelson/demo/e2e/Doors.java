package io.keelson.demo.e2e;

import io.keelson.demo.door.Addresses;
import io.keelson.demo.door.Credential;
import io.keelson.demo.door.Downloads;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.demo.door.InferenceRest;
import io.keelson.demo.door.PersonSignIn;
import io.keelson.demo.door.TusClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The doors of a platform as the callers of its demo organisation use them. */
final class Doors implements AutoCloseable {
  final Addresses addresses;

  /** With the rights of an owner. */
  final GraphQlClient machine;

  final TusClient tus;
  final Downloads downloads;
  final InferenceRest inference;
  final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * @param environment as the platform writes it down
   */
  Doors(Map<String, String> environment) {
    addresses = Addresses.of(environment);
    machine =
        new GraphQlClient(
            http, addresses, addresses.tenant(), Credential.apiKey(addresses.apiKey()));
    tus = new TusClient(http);
    downloads = new Downloads(http);
    inference = new InferenceRest(http, addresses, addresses.apiKey());
  }

  /** Signs in anew each time it is asked for. */
  GraphQlClient person(String name) {
    PersonSignIn signIn =
        new PersonSignIn(http, addresses, name, addresses.password(), InstantSource.system());
    return new GraphQlClient(http, addresses, addresses.tenant(), signIn);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
