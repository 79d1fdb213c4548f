package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.identity.Credential;
import io.keelson.api.identity.SignedIn;
import io.keelson.api.identity.SocketCall;
import io.keelson.api.identity.Standing;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps of somebody whose credential has ended, on a socket that is not closed yet. */
class OperationStepsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context socket = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
  private final AtomicInteger endings = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger ran = new AtomicInteger();

  private final OperationSteps.Operation operation =
      new OperationSteps.Operation() {
        @Override
        public void credentialEnded() {
          endings.incrementAndGet(); // as a socket does, which closes in a later turn
        }

        @Override
        public void stepFailed(RuntimeException failure) {
          failures.incrementAndGet();
        }
      };

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** It is known at once, or found by a look-up and known from then on. */
  private OperationSteps steps(boolean isKnownAtFirst) {
    CredentialWatch ended =
        new CredentialWatch(null) {
          private volatile boolean isKnown = isKnownAtFirst;

          @Override
          Standing nowIfKnown(Credential credential) {
            return isKnown ? new Standing.Ended() : null;
          }

          @Override
          CompletionStage<Standing> now(Credential credential) {
            isKnown = true;
            return CompletableFuture.completedFuture(new Standing.Ended());
          }
        };
    LiveServices services =
        new LiveServices(
            null,
            null,
            null,
            null,
            null,
            ended,
            null,
            null,
            null,
            null,
            OpenTelemetry.noop().getTracer("test"),
            Instant::now);
    SignedIn who = new SignedIn(null, new Credential.Attempt("token"), "tenant", "token", null);
    SocketCall call =
        new SocketCall(
            "request",
            null,
            "tenant",
            "token",
            "1.1.1.1",
            new AtomicInteger(),
            (bytes, what) -> {});
    return new OperationSteps(operation, new OperationLoop(socket), who, call, null, services);
  }

  private void twoStepsOf(OperationSteps steps) throws Exception {
    steps.run(ran::incrementAndGet);
    steps.run(ran::incrementAndGet);
    CompletableFuture<Boolean> loopIsFree = new CompletableFuture<>();
    vertx.setTimer(100, late -> socket.runOnContext(here -> loopIsFree.complete(true)));

    assertThat(loopIsFree.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasValue(0);
    assertThat(failures).hasValue(0);
  }

  @Test
  void whereThatIsKnownNoneOfThemRunsAndTheLoopIsFree() throws Exception {
    twoStepsOf(steps(true));

    assertThat(endings).hasValue(2);
  }

  @Test
  void whereThatIsFoundOutByALookUpNoneOfThemRunsEither() throws Exception {
    twoStepsOf(steps(false));

    assertThat(endings).hasValueBetween(1, 2);
  }
}
