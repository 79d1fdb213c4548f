package io.keelson.api.health;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.redisson.api.RedissonClient;

/** Told to operators; without Redis followers poll, which is slower and nothing worse. */
@Wellness
@ApplicationScoped
class RedisHealth implements HealthCheck {
  private static final long TIMEOUT_MS = 1_000;
  private final RedissonClient redis;

  RedisHealth(RedissonClient redis) {
    this.redis = redis;
  }

  @Override
  public HealthCheckResponse call() {
    boolean answers;
    try {
      redis
          .getBucket("keelson:health")
          .isExistsAsync()
          .toCompletableFuture()
          .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      answers = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answers = false;
    } catch (Exception e) {
      answers = false;
    }
    return HealthCheckResponse.named("Redis").status(answers).build();
  }
}
