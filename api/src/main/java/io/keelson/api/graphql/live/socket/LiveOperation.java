package io.keelson.api.graphql.live.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import graphql.ExecutionResult;
import io.keelson.api.graphql.AnswerBytes;
import io.keelson.api.graphql.PointCharge;
import io.keelson.api.graphql.ResultJson;
import io.keelson.api.graphql.engine.EventStage;
import io.keelson.api.graphql.engine.GraphQLRequest;
import io.keelson.api.graphql.engine.ResultSize;
import io.keelson.api.graphql.live.message.ClientMessage;
import io.keelson.api.graphql.live.message.ServerMessages;
import io.keelson.api.graphql.live.topic.LiveReader;
import io.keelson.api.identity.SignedIn;
import io.keelson.api.identity.SocketCall;
import io.keelson.api.identity.Visitor;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/**
 * One query, mutation or subscription on a socket, in a request context of its own. Whatever it
 * runs, from its start to each of its events, runs with the rights its caller has at that time. All
 * of its own state is used on the socket's event loop alone.
 *
 * <p>Its memory is given back where nothing reaches its request and its result any more: at its
 * end, and once what was begun for it is over.
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
  private final SignedIn who;
  private final String requestId;
  private final OperationLoop loop;
  private final LiveServices services;
  private final Stall stall;
  private final SharedBytes.Use held;
  private final ResultSize size;
  private final OperationSteps steps;
  private GraphQLRequest request;
  private boolean isSubscription;
  private volatile State state = new State.Running();

  /**
   * @param held what its message uses, and its results will; ends with it
   */
  LiveOperation(
      LiveSocket socket,
      ClientMessage.Subscribe message,
      SignedIn who,
      String requestId,
      SharedBytes.Use held,
      LiveServices services) {
    this.socket = socket;
    this.id = message.id();
    this.request = message.request();
    this.who = who;
    this.requestId = requestId;
    this.services = services;
    this.held = held;
    this.size = services.answers().result(held);
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
            new AtomicInteger(),
            size);
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
    steps.run(this::begin);
  }

  private void begin() {
    PointCharge charge = services.points().of(who.visitor());
    charge.requireSome();
    try {
      admit();
    } catch (Failure refused) {
      charge.record(1); // for the reading
      throw refused;
    }
    execute(charge);
  }

  /** From anywhere. */
  @Override
  public void run(Runnable step) {
    steps.run(
        () -> {
          admit();
          step.run();
        });
  }

  /** Whether the caller's tenant allows it may change while it runs. */
  private void admit() {
    Visitor now = Visitor.of(services.identity().getIdentity()).orElseThrow();
    request = services.documents().admit(request, now.principal());
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

  private void execute(PointCharge charge) {
    CompletionStage<ExecutionResult> ran;
    try {
      ran =
          services
              .engine()
              .get()
              .execute(
                  request,
                  who.payer(),
                  charge,
                  Map.of(
                      "runBlocking",
                      false,
                      "state",
                      steps.requestContext(),
                      EventStage.KEY,
                      this,
                      ResultSize.KEY,
                      size),
                  () -> !(state instanceof State.Ended));
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
    SharedBytes.Use outgoing = held.another();
    size.handTo(outgoing);
    write(body, outgoing, this::send);
  }

  @Override
  public void event(ExecutionResult result, Runnable told) {
    if (size.refusal() != null) {
      throw size.refusal();
    }
    write(
        new ResultJson(requestId).body(result),
        socket.outgoing(),
        event -> {
          size.release();
          socket.say(event);
          if (state instanceof State.Following) {
            told.run();
          }
        });
  }

  /**
   * What is large is written beside the event loop; not once it has ended.
   *
   * @param outgoing uses what it fills
   */
  private void write(
      Map<String, Object> body, SharedBytes.Use outgoing, Consumer<AnswerBytes> then) {
    Map<String, Object> message = ServerMessages.next(id, body);
    if (!size.isLarge()) {
      then.accept(services.answers().write(outgoing, message));
      return;
    }
    held.hold();
    services
        .engine()
        .get()
        .beside(payer(), () -> writtenBeside(outgoing, message))
        .whenComplete(
            (answer, failure) -> {
              held.letGo();
              if (failure != null) {
                outgoing.releaseRest();
              }
              loop.run(() -> written(answer, failure, then));
            });
  }

  private AnswerBytes writtenBeside(SharedBytes.Use outgoing, Map<String, Object> message) {
    if (state instanceof State.Ended) {
      throw new CancellationException();
    }
    return services.answers().write(outgoing, message);
  }

  private void written(AnswerBytes answer, Throwable failure, Consumer<AnswerBytes> then) {
    if (failure != null) {
      onLoop(() -> stepFailed(asFailure(failure)));
    } else if (state instanceof State.Ended) {
      answer.release();
    } else {
      onLoop(() -> then.accept(answer));
    }
  }

  private static RuntimeException asFailure(Throwable failure) {
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  private void send(AnswerBytes message) {
    forget();
    held.end();
    OutgoingAnswer answer = new OutgoingAnswer(socket.writer(), message);
    state = new State.Answering(answer);
    Optional<Failure> refused = answer.send(this::complete);
    refused.ifPresent(this::fail);
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
    Throwable told = failure instanceof Failure reason ? size.told(reason) : failure;
    socket.refuse(id, ResultJson.error(told, requestId));
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
      forget();
      held.end();
      held.atEnd(steps::over);
      socket.ended(this);
    }
  }

  /** What waits for the socket's reader, or for what was begun, does not keep it. */
  private void forget() {
    request = null;
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
