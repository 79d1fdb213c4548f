package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.live.topic.LiveReader;
import io.keelson.api.identity.SignedIn;
import io.keelson.api.identity.SocketCall;
import io.keelson.api.identity.Standing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext.ContextState;
import io.quarkus.arc.ManagedContext;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Runs the steps of one operation one after the other, in a request context of the operation's own,
 * each with the rights that its caller has by then.
 */
final class OperationSteps {

  /** Whose steps they are. */
  interface Operation {
    /** The caller has no rights any more. */
    void credentialEnded();

    /** The caller's rights cannot be found out, or a step has thrown this. */
    void stepFailed(RuntimeException failure);
  }

  private final Operation operation;
  private final OperationLoop loop;
  private final SignedIn who;
  private final SocketCall call;
  private final LiveReader reader;
  private final LiveServices services;
  private final Span span;
  private final Queue<Runnable> steps = new ArrayDeque<>();
  private boolean isStepping;
  private boolean isInContext;
  private boolean isClosed;
  private boolean isAtWork;
  private ContextState requestContext;

  OperationSteps(
      Operation operation,
      OperationLoop loop,
      SignedIn who,
      SocketCall call,
      LiveReader reader,
      LiveServices services) {
    this.operation = operation;
    this.loop = loop;
    this.who = who;
    this.call = call;
    this.reader = reader;
    this.services = services;
    this.span =
        services
            .tracer()
            .spanBuilder("graphql over a socket")
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("keelson.request.id", call.requestId())
            .startSpan();
  }

  /** From anywhere. */
  void run(Runnable step) {
    loop.run(
        () -> {
          if (!isClosed) {
            steps.add(step);
            next();
          }
        });
  }

  /** Of the step that runs. */
  ContextState requestContext() {
    return requestContext;
  }

  private void next() {
    loop.repeat(this::nextStep);
  }

  /** False when there is none, or it has to be waited for. */
  private boolean nextStep() {
    if (isStepping || steps.isEmpty() || isClosed) {
      return false;
    }
    isStepping = true;
    Standing known = services.watch().nowIfKnown(who.credential());
    if (known == null) {
      lookUp();
      return false;
    }
    step(known);
    return true;
  }

  private void lookUp() {
    services
        .watch()
        .now(who.credential())
        .whenComplete(
            (standing, failure) ->
                loop.later(
                    () -> {
                      if (isClosed) {
                        return;
                      }
                      if (failure != null) {
                        operation.stepFailed(SocketReader.unknown(failure));
                        return;
                      }
                      step(standing);
                      next();
                    }));
  }

  private void step(Standing standing) {
    try {
      switch (standing) {
        case Standing.Ended ended -> {
          steps.clear(); // the socket closes in a turn to come; until then none of them runs
          operation.credentialEnded();
        }
        case Standing.Counts counts -> inRequestContext(counts, steps.remove());
      }
    } catch (RuntimeException e) {
      operation.stepFailed(e);
    } catch (Error e) {
      operation.stepFailed(new IllegalStateException(e));
    } finally {
      isStepping = false;
    }
  }

  private void inRequestContext(Standing.Counts counts, Runnable step) {
    ManagedContext requests = Arc.container().requestContext();
    if (requestContext == null) {
      requestContext = requests.activate();
    } else {
      requests.activate(requestContext);
    }
    isInContext = true;
    try (Scope _ = span.makeCurrent()) {
      services.identity().setIdentity(who.now(counts, call));
      services.reader().set(reader);
      step.run();
    } finally {
      SmallRyeContextManager.clearCurrentSmallRyeContext();
      requests.deactivate();
      isInContext = false;
      leaveContext();
    }
  }

  /**
   * No step runs after this; one that runs now goes on to its end, and so does what it has begun:
   * their request context is there until it is {@link #over}. Once, on the event loop.
   */
  void close() {
    isClosed = true;
    isAtWork = true;
    steps.clear();
    span.end();
  }

  /** All that was begun is over, each event's too. After the close, from anywhere. */
  void over() {
    loop.run(
        () -> {
          isAtWork = false;
          leaveContext();
        });
  }

  private void leaveContext() {
    if (isClosed && !isInContext && !isAtWork && requestContext != null) {
      Arc.container().requestContext().destroy(requestContext);
      requestContext = null;
    }
  }
}
