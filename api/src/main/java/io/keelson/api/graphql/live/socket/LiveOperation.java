package io.keelson.api.graphql.live.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import graphql.ExecutionResult;
import io.keelson.api.graphql.PointCharge;
import io.keelson.api.graphql.ResultJson;
import io.keelson.api.graphql.engine.EventStage;
import io.keelson.api.graphql.engine.GraphQLRequest;
import io.keelson.api.graphql.live.message.ClientMessage;
import io.keelson.api.graphql.live.message.ServerMessages;
import io.keelson.api.graphql.live.topic.LiveReader;
import io.keelson.api.identity.SignedIn;
import io.keelson.api.identity.SocketCall;
import io.keelson.tenancy.failure.Failure;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;

/**
 * One query, mutation or subscription on a socket, in a request context of its own. Whatever it
 * runs, from its start to each of its events, runs with the rights its caller has at that time. All
 * of its own state is used on the socket's event loop alone.
 */
final class LiveOperation
    implements EventStage, OperationSteps.Operation, OperationEvents.Operation {

  /** Where the operation stands. */
  private sealed interface State {
    record Running() implements State {}

    record Following(OperationEvents events) implements State {}

    record Answering(OutgoingAnswer answer) implements State {}

    record Ended() implements State {}
  }

  private final LiveSocket socket;
  private final String id;
  private final GraphQLRequest request;
  private final SignedIn who;
  private final String requestId;
  private final OperationLoop loop;
  private final LiveServices services;
  private final Stall stall;
  private final OperationSteps steps;
  private boolean isSubscription;
  private State state = new State.Running();

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
    this.requestId = requestId;
    this.services = services;
    Context context = VertxContext.createNewDuplicatedContext(socket.context());
    VertxContextSafetyToggle.setContextSafe(context, true);
    this.loop = new OperationLoop(context);
    SocketCall call =
        new SocketCall(
            requestId,
            message.idempotencyKey(),
            who.tenantSlug(),
            who.bearer(),
            socket.address(),
            new AtomicInteger());
    this.stall = new Stall(socket.writer()::takenAtNanos);
    LiveReader reader =
        new SocketReader(services.watch(), who.credential(), socket.unread(), stall, loop);
    this.steps = new OperationSteps(this, loop, who, call, reader, services);
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

  /** From anywhere. */
  @Override
  public void run(Runnable step) {
    steps.run(step);
  }

  @Override
  public void subscriptionAsked() {
    isSubscription = true;
  }

  /** Ends it without a word: the client said that it is complete, or is gone. */
  void cancel() {
    State before = state;
    end();
    switch (before) {
      case State.Following(OperationEvents events) -> events.cancel();
      case State.Answering(OutgoingAnswer answer) -> answer.cancel();
      case State.Running running -> {
        // What the engine has begun goes on; nobody is told what comes of it.
      }
      case State.Ended ended -> {
        // Once is enough.
      }
    }
  }

  private void execute() {
    CompletionStage<ExecutionResult> ran;
    try {
      PointCharge charge = services.points().of(who.visitor());
      charge.requireSome();
      ran =
          services
              .engine()
              .get()
              .execute(
                  request,
                  who.payer(),
                  charge,
                  Map.of(
                      "runBlocking", false, "state", steps.requestContext(), EventStage.KEY, this));
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    ran.whenComplete(
        (result, failure) ->
            onLoop(
                () -> {
                  if (failure != null) {
                    fail(failure);
                  } else {
                    answered(result);
                  }
                }));
  }

  private void answered(ExecutionResult result) {
    if (result.getData() instanceof Publisher<?> stream) {
      @SuppressWarnings("unchecked")
      Publisher<ExecutionResult> results = (Publisher<ExecutionResult>) stream;
      OperationEvents events = new OperationEvents(this, socket.writer(), stall);
      state = new State.Following(events);
      results.subscribe(events);
      return;
    }
    ResultJson json = new ResultJson(requestId);
    if (result.isDataPresent() && !isSubscription) {
      answer(json.body(result));
    } else {
      end();
      say(() -> ServerMessages.error(id, json.errors(result)));
    }
  }

  private void answer(Map<String, Object> body) {
    byte[] message;
    try {
      message = ServerMessages.next(id, body);
    } catch (JsonProcessingException | RuntimeException e) {
      fail(e);
      return;
    }
    OutgoingAnswer answer =
        new OutgoingAnswer(socket.writer(), services.sockets().memory().use(who.payer()), message);
    state = new State.Answering(answer);
    Optional<Failure> refused = answer.send(this::complete);
    refused.ifPresent(this::fail);
  }

  @Override
  public boolean event(ExecutionResult result) {
    say(() -> ServerMessages.next(id, new ResultJson(requestId).body(result)));
    return state instanceof State.Following;
  }

  @Override
  public void complete() {
    end();
    say(() -> ServerMessages.complete(id));
  }

  @Override
  public void credentialEnded() {
    socket.credentialEnded();
  }

  @Override
  public void stepFailed(RuntimeException failure) {
    cancel();
    refuse(failure);
  }

  @Override
  public void fail(Throwable failure) {
    end();
    refuse(failure);
  }

  private void refuse(Throwable failure) {
    socket.refuse(id, ResultJson.error(failure, requestId));
  }

  private interface Message {
    byte[] text() throws JsonProcessingException;
  }

  /** What cannot be written ends the operation. */
  private void say(Message message) {
    try {
      socket.say(message.text());
    } catch (JsonProcessingException | RuntimeException e) {
      cancel();
      refuse(e);
    }
  }

  private void end() {
    if (state instanceof State.Ended) {
      return;
    }
    state = new State.Ended();
    try {
      steps.close();
    } finally {
      socket.ended(this);
    }
  }

  /** Not once it has ended. From anywhere. */
  @Override
  public void onLoop(Runnable work) {
    loop.run(
        () -> {
          if (state instanceof State.Ended) {
            return;
          }
          try {
            work.run();
          } catch (RuntimeException e) {
            stepFailed(e);
          }
        });
  }
}
