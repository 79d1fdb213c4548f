package io.keelson.serving.dataplane;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeySecret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** API keys through the access directory, everything else through the bearer authenticator. */
public final class Credentials implements Authenticator {
  private final AccessDirectory directory;
  private final BearerAuthenticator others;
  private final Map<String, CompletableFuture<Optional<Principal>>> lookups =
      new ConcurrentHashMap<>();

  public Credentials(AccessDirectory directory, BearerAuthenticator others) {
    this.directory = directory;
    this.others = others;
  }

  @Override
  public Optional<Principal> ifKnown(String token, String tenantSlug) {
    return token.startsWith(ApiKeySecret.PREFIX)
        ? directory.byApiKeyIfKnown(token)
        : others.ifKnown(token, tenantSlug);
  }

  @Override
  public CompletionStage<Optional<Principal>> find(
      String token, String tenantSlug, String address) {
    if (!token.startsWith(ApiKeySecret.PREFIX)) {
      return others.find(token, tenantSlug);
    }
    // One look-up answers all requests that came while it ran.
    CompletableFuture<Optional<Principal>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Principal>> running = lookups.putIfAbsent(token, mine);
    if (running != null) {
      return running;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            Optional<Principal> holder = directory.byApiKey(token, address);
            lookups.remove(token);
            mine.complete(holder);
          } catch (RuntimeException | Error e) {
            lookups.remove(token);
            mine.completeExceptionally(e);
          }
        });
    return mine;
  }

  /** Nobody knows whose a key is that does not count. */
  @Override
  public void refused(Attempt attempt) {
    if (!attempt.token().startsWith(ApiKeySecret.PREFIX)) {
      others.refused(attempt);
    }
  }
}
