package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Unavailable;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.hibernate.HibernateException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions on a database that takes its time, which here is until the test says otherwise. */
@Timeout(30)
class SessionsTest {
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration STATEMENT = Duration.ofSeconds(1);

  private final UUID tenant = Ids.next();
  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<UniEmitter<? super Object>> running = new LinkedBlockingQueue<>();
  private final TenantDatabase database =
      new TenantDatabase(null, sessions(), vertx, DatabaseLimits.shared(2, 50, WAIT, STATEMENT));

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Answers each unit of work with what is emitted for it. */
  private Mutiny.SessionFactory sessions() {
    return (Mutiny.SessionFactory)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Mutiny.SessionFactory.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("withStatelessTransaction");
              return Uni.createFrom().<Object>emitter(running::add);
            });
  }

  private Object ask(UUID of) {
    return database.withSession(of, session -> Uni.createFrom().nullItem());
  }

  @Test
  void aSessionThatIsNotAnsweredInTimeIsUnavailableAndStaysPartOfTheTenantsShare() {
    assertThatThrownBy(() -> ask(tenant))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("did not answer within");
    assertThat(running).hasSize(1);

    assertThatThrownBy(() -> ask(tenant))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("for this tenant");
    assertThat(running).as("connections in use").hasSize(1);

    running.remove().complete("late");
    assertThatThrownBy(() -> ask(tenant)).hasMessageContaining("did not answer within");
    assertThat(running).hasSize(1);
  }

  @Test
  void whatTheServerEndedAtItsTimeLimitIsUnavailable() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> answer = callers.submit(() -> ask(tenant));

      running
          .take()
          .fail(
              new HibernateException(
                  "wrapped", new PgException("canceled", "ERROR", "57014", null)));

      assertThatThrownBy(answer::get)
          .hasCauseInstanceOf(Unavailable.class)
          .hasMessageContaining("within its time limit");
    }
  }
}
