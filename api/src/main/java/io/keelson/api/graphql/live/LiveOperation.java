package io.keelson.api.graphql.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import graphql.ExecutionResult;
import io.keelson.api.graphql.ResultJson;
import io.keelson.api.graphql.engine.Engine;
import io.keelson.api.graphql.engine.EventStage;
import io.keelson.api.identity.SignedIn;
import io.keelson.api.identity.SocketCall;
import io.keelson.api.identity.Standing;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Unauthenticated;
import io.keelson.tenancy.failure.Unavailable;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.arc.ManagedContext;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import io.vertx.core.Context;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One query, mutation or subscription on a socket, in a request context of its own. Whatever it
 * runs, from its start to each of its events, runs with the rights its caller has at that time. All
 * of its own state is used on the socket's event loop alone.
 */
final class LiveOperation implements EventStage, LiveReader {
  /** A reader who is only slow has taken something within that time. */
  private static final Duration STALLED_AFTER = Duration.ofSeconds(1);

  /** Where the operation stands. */
  private sealed interface State {
    record Running() implements State {}

    record Following(Subscription events) implements State {}

    record Ended() implements State {}
  }

  private final LiveSocket socket;
  private final String id;
  private final JsonObject request;
  private final SignedIn who;
  private final SocketCall call;
  private final Context context;
  private final Engine engine;
  private final LiveServices services;
  private final Span span;
  private final Queue<Runnable> steps = new ArrayDeque<>();
  private boolean isStepping;
  private boolean isSubscription;
  private ContextState requestContext;
  private State state = new State.Running();

  /** Since when an event has waited for the socket to drain; 0 for not at all. */
  private volatile long stalledSinceNanos;

  LiveOperation(
      LiveSocket socket,
      ClientMessage.Subscribe message,
      SignedIn who,
      String requestId,
      LiveServices services) {
    this.socket = socket;
    this.id = message.id();
    this.request = message.request();
    this.who = who;
    this.call =
        new SocketCall(
            requestId,
            idempotencyKey(request),
            who.tenantSlug(),
            who.bearer(),
            socket.address(),
            new AtomicInteger());
    this.context = VertxContext.createNewDuplicatedContext(socket.context());
    VertxContextSafetyToggle.setContextSafe(context, true);
    this.engine = services.engine().get();
    this.services = services;
    this.span =
        services
            .tracer()
            .spanBuilder("graphql over a socket")
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("keelson.request.id", requestId)
            .startSpan();
  }

  String id() {
    return id;
  }

  /** Whose share of all operations it uses. */
  Object payer() {
    return who.payer();
  }

  void start() {
    run(this::execute);
  }

  /** Ends it without a word: the client said that it is complete, or is gone. */
  void cancel() {
    State before = state;
    end();
    if (before instanceof State.Following(Subscription events)) {
      events.cancel();
    }
  }

  @Override
  public Principal principal() {
    Standing standing;
    try {
      standing = services.watch().now(who.credential()).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw unknown(e.getCause());
    }
    return switch (standing) {
      case Standing.Counts counts -> counts.principal().orElseThrow(LiveOperation::noRights);
      case Standing.Ended ended -> throw noRights();
    };
  }

  @Override
  public boolean isStalled() {
    long since = stalledSinceNanos;
    return since != 0 && System.nanoTime() - since >= STALLED_AFTER.toNanos();
  }

  @Override
  public Unread unread() {
    return socket.unread();
  }

  private static Unauthenticated noRights() {
    return new Unauthenticated("the credential of this subscription does not count any more");
  }

  private static Unavailable unknown(Throwable cause) {
    return new Unavailable("the caller's rights cannot be looked up now", cause);
  }

  @Override
  public void subscriptionAsked() {
    isSubscription = true;
  }

  /** From anywhere. */
  @Override
  public void run(Runnable step) {
    context.runOnContext(
        here -> {
          steps.add(step);
          next();
        });
  }

  private void next() {
    if (isStepping || steps.isEmpty() || state instanceof State.Ended) {
      return;
    }
    isStepping = true;
    services
        .watch()
        .now(who.credential())
        .whenComplete((standing, failure) -> context.runOnContext(here -> step(standing, failure)));
  }

  private void step(Standing standing, Throwable failure) {
    isStepping = false;
    if (state instanceof State.Ended) {
      return;
    }
    if (failure != null) {
      cancel();
      refuse(ResultJson.error(ErrorCode.UNAVAILABLE, unknown(failure).getMessage(), requestId()));
      return;
    }
    switch (standing) {
      case Standing.Ended ended -> socket.credentialEnded();
      case Standing.Counts counts -> {
        try {
          inRequestContext(counts, steps.remove());
        } catch (RuntimeException e) {
          cancel();
          refuse(ResultJson.error(e, requestId()));
        }
        next();
      }
    }
  }

  private void inRequestContext(Standing.Counts counts, Runnable step) {
    ManagedContext requests = Arc.container().requestContext();
    if (requestContext == null) {
      requestContext = requests.activate();
    } else {
      requests.activate(requestContext);
    }
    try (Scope _ = span.makeCurrent()) {
      services.identity().setIdentity(who.now(counts, call));
      services.reader().set(this);
      step.run();
    } finally {
      SmallRyeContextManager.clearCurrentSmallRyeContext();
      requests.deactivate();
    }
  }

  private void execute() {
    CompletionStage<ExecutionResult> ran;
    try {
      ran =
          engine.execute(
              request,
              Map.of(
                  "runBlocking",
                  false,
                  "state",
                  requestContext,
                  "payer",
                  who.payer(),
                  EventStage.KEY,
                  this));
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    ran.whenComplete(
        (result, failure) ->
            context.runOnContext(
                here -> {
                  if (failure != null) {
                    fail(failure);
                  } else {
                    answered(result);
                  }
                }));
  }

  private void answered(ExecutionResult result) {
    if (state instanceof State.Ended) {
      return;
    }
    if (result.getData() instanceof Publisher<?> events) {
      @SuppressWarnings("unchecked")
      Publisher<ExecutionResult> results = (Publisher<ExecutionResult>) events;
      results.subscribe(new Events());
      return;
    }
    end();
    ResultJson json = json();
    if (result.isDataPresent() && !isSubscription) {
      tellAll(json.body(result));
    } else {
      say(() -> ServerMessages.error(id, json.errors(result)));
    }
  }

  private void tellAll(Map<String, Object> body) {
    say(
        () -> {
          String message = ServerMessages.next(id, body);
          if (socket.writer().isTooMuch(message)) {
            refuse(tooMuchUnread());
            return null;
          }
          socket.say(message);
          return ServerMessages.complete(id);
        });
  }

  private Map<String, Object> tooMuchUnread() {
    return ResultJson.error(
        ErrorCode.UNAVAILABLE,
        "too much waits unread for this socket: read what was sent, then ask again",
        requestId());
  }

  private void fail(Throwable failure) {
    if (!(state instanceof State.Ended)) {
      end();
      refuse(ResultJson.error(failure, requestId()));
    }
  }

  private void refuse(Map<String, Object> error) {
    socket.refuse(id, error);
  }

  private interface Message {
    /** Null for none. */
    String text() throws JsonProcessingException;
  }

  /** What cannot be written ends the operation. */
  private void say(Message message) {
    try {
      String text = message.text();
      if (text != null) {
        socket.say(text);
      }
    } catch (JsonProcessingException | RuntimeException e) {
      cancel();
      refuse(ResultJson.error(e, requestId()));
    }
  }

  private void end() {
    if (state instanceof State.Ended) {
      return;
    }
    state = new State.Ended();
    steps.clear();
    span.end();
    socket.ended(this);
    if (requestContext != null) {
      Arc.container().requestContext().destroy(requestContext);
    }
  }

  private ResultJson json() {
    return new ResultJson(requestId());
  }

  private String requestId() {
    return call.requestId();
  }

  private static String idempotencyKey(JsonObject request) {
    return request.get("extensions") instanceof JsonObject extensions
            && extensions.get("idempotencyKey") instanceof JsonString key
        ? key.getString()
        : null;
  }

  /** Asks for one event at a time, when the socket's reader has taken what came before. */
  private final class Events implements Subscriber<ExecutionResult> {
    @Override
    public void onSubscribe(Subscription events) {
      state = new State.Following(events);
      ask();
    }

    private void ask() {
      stalledSinceNanos = System.nanoTime() | 1;
      socket
          .writer()
          .whenWritable(
              () -> {
                stalledSinceNanos = 0;
                if (state instanceof State.Following(Subscription events)) {
                  events.request(1);
                }
              });
    }

    @Override
    public void onNext(ExecutionResult result) {
      onLoop(
          () -> {
            say(() -> ServerMessages.next(id, json().body(result)));
            if (state instanceof State.Following) {
              ask();
            }
          });
    }

    @Override
    public void onError(Throwable failure) {
      onLoop(() -> fail(failure));
    }

    @Override
    public void onComplete() {
      onLoop(
          () -> {
            end();
            say(() -> ServerMessages.complete(id));
          });
    }

    private void onLoop(Runnable work) {
      context.runOnContext(
          here -> {
            if (!(state instanceof State.Ended)) {
              work.run();
            }
          });
    }
  }
}
